/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sends what grpc-java logs, by {@code java.util.logging}, to the daemon's log; the JDK's handler would write to standard error and block. */
final class GrpcLog {
    // Held, because the JDK forgets a logger that nobody has.
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    static {
        GRPC.setUseParentHandlers(false);
        GRPC.addHandler(new SLF4JBridgeHandler());
    }

    private GrpcLog() {}

    /** Has an effect the first time. */
    static void redirect() {
        // The class is initialized.
    }
}
