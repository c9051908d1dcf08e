/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

/** Growing pauses between the attempts to connect to a socket whose backlog is full: 2 ms, doubled up to 50 ms. Belongs to one thread. */
public final class Backoff {
    private static final long FIRST_MILLIS = 2;
    private static final long LAST_MILLIS = 50;

    private long next = FIRST_MILLIS;

    /** The next pause. */
    public long nextMillis() {
        long millis = next;
        next = Math.min(2 * millis, LAST_MILLIS);
        return millis;
    }
}
