/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

/** Delays between attempts to connect to a socket whose backlog is full: 2 ms, then doubled up to 50 ms. Not thread-safe. */
public final class Backoff {
    private static final long FIRST_MILLIS = 2;
    private static final long LAST_MILLIS = 50;

    private long next = FIRST_MILLIS;

    /** Returns the next delay. */
    public long nextMillis() {
        long millis = next;
        next = Math.min(2 * millis, LAST_MILLIS);
        return millis;
    }
}
