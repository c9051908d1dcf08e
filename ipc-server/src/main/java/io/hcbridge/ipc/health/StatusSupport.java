/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.protocol.health.HealthQuery;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the query for a server: {@code status MILLIS}, {@code status} or {@code ping}. A query without a valid reply is followed by the
 * next one of these. If the server does not understand a query, it is not sent that query for one minute. Without this rule, every check
 * of such a server would need several connections. Thread-safe.
 */
public final class StatusSupport {
    private static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private record Refusal(Path socket, long nanoTime) {}

    /** Last refusal of {@code status MILLIS}. */
    private volatile @Nullable Refusal pollGap;
    /** Last refusal of {@code status}. */
    private volatile @Nullable Refusal status;

    /**
     * Returns the first query of a check.
     *
     * @param pollGapMillis the number of {@code status MILLIS}; empty for a {@code status} without a number
     * @param nanoTime the current value of {@link System#nanoTime()}
     */
    public HealthQuery first(Path socket, OptionalInt pollGapMillis, long nanoTime) {
        return pollGapMillis.isPresent() && !isRecent(pollGap, socket, nanoTime)
                ? HealthQuery.status(pollGapMillis.getAsInt())
                : withoutPollGap(socket, nanoTime);
    }

    /**
     * Returns the query that follows a query without a valid reply. Records whether the server does not understand that query, if it is a
     * {@code status}.
     *
     * @param unanswered a query whose exchange has ended
     * @return empty if there is no further query
     */
    public Optional<HealthQuery> next(Path socket, HealthQuery unanswered, long nanoTime) {
        if (!unanswered.isStatus()) {
            return unanswered.isPing() ? Optional.empty() : Optional.of(HealthQuery.ping());
        }
        Refusal refusal = unanswered.isNotUnderstood() ? new Refusal(socket, nanoTime) : null;
        if (unanswered.hasPollGap()) {
            pollGap = refusal == null ? pollGap : refusal;
            return Optional.of(withoutPollGap(socket, nanoTime));
        }
        status = refusal == null ? status : refusal;
        return Optional.of(HealthQuery.ping());
    }

    private HealthQuery withoutPollGap(Path socket, long nanoTime) {
        return isRecent(status, socket, nanoTime) ? HealthQuery.ping() : HealthQuery.status();
    }

    private static boolean isRecent(@Nullable Refusal refusal, Path socket, long nanoTime) {
        return refusal != null && refusal.socket.equals(socket) && nanoTime - refusal.nanoTime < RETRY_NANOS;
    }
}
