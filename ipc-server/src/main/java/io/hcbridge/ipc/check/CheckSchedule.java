/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a check runs in the background.
 *
 * @param every time between a successful run and the next one
 * @param everyWhileFailing time between a failed run and the next one
 * @param maxStale age at which a result is not used any more
 */
record CheckSchedule(Duration every, Duration everyWhileFailing, Duration maxStale) {
    CheckSchedule {
        CheckSettings.requireTime("every", every);
        CheckSettings.requireTime("everyWhileFailing", everyWhileFailing);
    }

    /** Returns the schedule; empty without {@code every}, which then must be the case for the other values, too. */
    static Optional<CheckSchedule> of(
            String name,
            @Nullable Duration every,
            @Nullable Duration everyWhileFailing,
            @Nullable Duration maxStale,
            Duration timeout) {
        if (every == null) {
            CheckSettings.require(everyWhileFailing == null, name, "everyWhileFailing needs a schedule; set every");
            CheckSettings.require(maxStale == null, name, "maxStale needs a schedule; set every");
            return Optional.empty();
        }
        Duration failing = everyWhileFailing == null ? every : everyWhileFailing;
        Duration longest = every.compareTo(failing) > 0 ? every : failing;
        Duration stale = maxStale == null ? longest.multipliedBy(3).plus(timeout) : maxStale;
        CheckSettings.require(
                stale.compareTo(longest) > 0,
                name,
                "maxStale " + stale + " must be longer than the interval " + longest);
        return Optional.of(new CheckSchedule(every, failing, stale));
    }

    /** Returns the time until the next run, in nanoseconds. */
    long nanosAfter(boolean passed) {
        return (passed ? every : everyWhileFailing).toNanos();
    }
}
