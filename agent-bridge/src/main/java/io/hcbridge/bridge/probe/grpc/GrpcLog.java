/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Redirects the log of grpc-java, which uses {@code java.util.logging}, to the log of the daemon. The handler of the JDK would write to
 * standard error and block.
 */
final class GrpcLog {
    // Kept in a field, because the JDK discards a logger without references.
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    static {
        GRPC.setUseParentHandlers(false);
        GRPC.addHandler(new SLF4JBridgeHandler());
    }

    private GrpcLog() {}

    /** Installs the redirection. Only the first call has an effect. */
    static void redirect() {
        // The class is initialized.
    }
}
