/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for a minute that the server behind a socket does not understand {@code status}, so that not every check costs two
 * connections. Thread-safe.
 */
public final class StatusSupport {
    private static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private record Refusal(Path socket, long nanoTime) {}

    private volatile @Nullable Refusal last;

    /**
     * Whether to ask {@code status}.
     *
     * @param nanoTime the present time, as {@link System#nanoTime()} tells it
     */
    public boolean isWorthAsking(Path socket, long nanoTime) {
        Refusal refusal = last;
        return refusal == null || !refusal.socket.equals(socket) || nanoTime - refusal.nanoTime >= RETRY_NANOS;
    }

    /** The server sent something that is no answer to {@code status}. */
    public void refused(Path socket, long nanoTime) {
        last = new Refusal(socket, nanoTime);
    }
}
