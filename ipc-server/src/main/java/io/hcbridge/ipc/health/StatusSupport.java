/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for one minute that a server does not understand {@code status}. Without this, every check of such a server would need
 * two connections. Thread-safe.
 */
public final class StatusSupport {
    private static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private record Refusal(Path socket, long nanoTime) {}

    private volatile @Nullable Refusal last;

    /**
     * Returns whether to send {@code status}.
     *
     * @param nanoTime the current value of {@link System#nanoTime()}
     */
    public boolean shouldQuery(Path socket, long nanoTime) {
        Refusal refusal = last;
        return refusal == null || !refusal.socket.equals(socket) || nanoTime - refusal.nanoTime >= RETRY_NANOS;
    }

    /** Records that the server sent a text that is not a reply to {@code status}. */
    public void recordNotSupported(Path socket, long nanoTime) {
        last = new Refusal(socket, nanoTime);
    }
}
