/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import java.io.IOException;
import java.net.ConnectException;

/**
 * The rule for services that are just starting: they pass through a missing {@code .hc-socket}, one that is blank or half written, and
 * a socket that is missing or refuses. Such a failure counts only when it is met again {@value #DELAY_MILLIS} ms later.
 */
public final class SecondLook {
    public static final long DELAY_MILLIS = 50;

    private SecondLook() {}

    /** Whether a starting service may be behind this failure. */
    public static boolean isWorthwhile(IOException failure) {
        return failure instanceof ConnectException
                || (failure instanceof SocketFileException file && file.kind().isPassing());
    }

    /** Whether this failure, met a second time, means that the service has withdrawn or has never started. */
    public static boolean isWithdrawn(IOException failure) {
        return failure instanceof SocketFileException file && file.kind().isWithdrawn();
    }
}
