/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.client;

import java.io.IOException;
import java.net.ConnectException;

/**
 * The rule for services that are starting. During a start, {@code .hc-socket} may be missing, blank or partly written, and the socket
 * may be missing or refuse connections. A client that sees one of these failures retries once, after {@value #DELAY_MILLIS} ms. Only
 * the second failure counts.
 */
public final class StartupRetry {
    public static final long DELAY_MILLIS = 50;

    private StartupRetry() {}

    /** Returns whether a starting service can cause this failure. */
    public static boolean isRetryable(IOException failure) {
        return failure instanceof ConnectException
                || (failure instanceof SocketFileException file && file.kind().isTransient());
    }

    /** Returns whether this failure, if the retry has it too, means that the service has withdrawn or has never started. */
    public static boolean isWithdrawn(IOException failure) {
        return failure instanceof SocketFileException file && file.kind().isWithdrawn();
    }
}
