/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Timers and a clock that a test controls. */
final class FakeTimers implements Timers {
    private record Timer(long dueNanos, Runnable task, CompletableFuture<Void> future) {}

    private final List<Timer> timers = new ArrayList<>();
    private long now = 1_000;

    long nanos() {
        return now;
    }

    @Override
    public Future<?> schedule(long millis, Runnable task) {
        Timer timer = new Timer(now + TimeUnit.MILLISECONDS.toNanos(millis), task, new CompletableFuture<>());
        timers.add(timer);
        return timer.future();
    }

    /** Returns the number of timers that will run. */
    int pending() {
        timers.removeIf(timer -> timer.future().isDone());
        return timers.size();
    }

    /** Returns the milliseconds until the next timer. */
    long nextMillis() {
        return TimeUnit.NANOSECONDS.toMillis(next().orElseThrow().dueNanos() - now);
    }

    /** Advances the clock and runs each timer when it is due. */
    void advance(long millis) {
        long end = now + TimeUnit.MILLISECONDS.toNanos(millis);
        for (Optional<Timer> next = next(); next.isPresent() && next.get().dueNanos() <= end; next = next()) {
            now = Math.max(now, next.get().dueNanos());
            run(next.get());
        }
        now = end;
    }

    /** Advances the clock without running timers, as in a paused process. */
    void pause(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void run(Timer timer) {
        timer.future().complete(null);
        timer.task().run();
    }

    private Optional<Timer> next() {
        pending();
        return timers.stream().min(Comparator.comparingLong(Timer::dueNanos));
    }
}
