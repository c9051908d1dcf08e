/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import io.hcbridge.ipc.check.CheckEvent.Changed;
import io.hcbridge.ipc.internal.Durations;
import io.hcbridge.protocol.health.HealthKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The results of one check: its state and its totals. Guarded by the owner's lock, except for the methods that say otherwise. */
final class CheckHistory {
    private static final String NO_RESULT = "no result yet";

    private final CheckSettings settings;
    /** In nanoseconds; unlimited for a check on demand. */
    private final long maxStale;

    private CheckStreak streak;
    private volatile boolean hasResult;
    /** Time of the last result, or of the start. */
    private volatile long lastResult;

    private long runs;
    private long failures;
    private long nanos;
    private volatile boolean blocked;
    /** Whether a run has passed, and the check was up then. A check that is initially up has not passed. */
    private volatile boolean hasPassed;

    private volatile CheckState state;

    CheckHistory(CheckSettings settings, long nanoTime, Instant now) {
        this.settings = settings;
        this.maxStale = settings.schedule()
                .map(schedule -> schedule.maxStale().toNanos())
                .orElse(Long.MAX_VALUE);
        this.streak = settings.isInitiallyUp() ? CheckStreak.UP : CheckStreak.UNKNOWN;
        this.lastResult = nanoTime;
        String reason = settings.isInitiallyUp() ? "" : NO_RESULT;
        this.state = new CheckState(
                settings.name(), settings.kind(), settings.isCritical(), streak.status(), reason, Map.of(), now);
    }

    /** Returns the state. May be called without the lock. */
    CheckState state() {
        return state;
    }

    /** Returns whether the last run was not made, because a check that it depends on failed. May be called without the lock. */
    boolean isBlocked() {
        return blocked;
    }

    boolean hasResult() {
        return hasResult;
    }

    /** Returns whether this is a check of the start that has passed. May be called without the lock. */
    boolean isFinal() {
        return settings.kind() == HealthKind.STARTUP && hasPassed && state.isUp();
    }

    /**
     * Returns whether a check on demand needs another run.
     *
     * @param askedAt time of the request; a later result is used in any case
     */
    boolean isDue(long nanoTime, long askedAt) {
        boolean isFresh = lastResult - askedAt > 0
                || nanoTime - lastResult < settings.cacheFor().toNanos();
        return !isFinal() && !(hasResult && isFresh);
    }

    /** Returns whether the last result of a scheduled check is too old. May be called without the lock. */
    boolean isStale(long nanoTime) {
        return nanoTime - lastResult > maxStale && state.status() != CheckStatus.UNKNOWN && !isFinal();
    }

    CheckStatistics statistics() {
        return new CheckStatistics(runs, failures, Duration.ofNanos(nanos));
    }

    /** Adds a result. */
    Optional<Changed> record(CheckOutcome outcome, long nanoTime, Instant now) {
        boolean isFirst = !hasResult;
        hasResult = true;
        lastResult = nanoTime;
        runs++;
        failures += outcome.passed() ? 0 : 1;
        nanos += outcome.nanos();
        blocked = outcome.isBlocked();
        streak = streak.after(outcome.passed(), settings.failAfter(), settings.recoverAfter());
        boolean isUp = streak.status() == CheckStatus.UP;
        hasPassed |= outcome.passed() && isUp;
        // A check that has passed, but not often enough, is still down for the last reason.
        String reason = isUp ? "" : outcome.passed() ? state.reason() : outcome.reason();
        return replace(reason, outcome.data(), now, outcome.cause(), isFirst);
    }

    /** Forgets the result of a check that {@link #isStale}. The next result decides alone. */
    Optional<Changed> expire(long nanoTime, Instant now) {
        streak = CheckStreak.UNKNOWN;
        Duration age = Duration.ofNanos(nanoTime - lastResult);
        return replace(
                "no result for " + Durations.format(age.truncatedTo(ChronoUnit.SECONDS)), Map.of(), now, null, false);
    }

    private Optional<Changed> replace(
            String reason, Map<String, Object> data, Instant now, @Nullable Throwable cause, boolean isFirst) {
        CheckState before = state;
        boolean changed = before.status() != streak.status();
        if (!changed && before.reason().equals(reason) && before.data().equals(data)) {
            return Optional.empty();
        }
        CheckState after = new CheckState(
                before.name(),
                before.kind(),
                before.isCritical(),
                streak.status(),
                reason,
                data,
                changed ? now : before.since());
        state = after;
        return changed ? Optional.of(new Changed(before, after, cause, isFirst)) : Optional.empty();
    }
}
