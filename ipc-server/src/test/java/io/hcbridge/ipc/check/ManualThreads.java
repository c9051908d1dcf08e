/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** The threads of a registry in a test: the test moves the clock, and all tasks run on its thread. Not thread-safe. */
final class ManualThreads implements CheckThreads {
    private record Timer(long at, long number, FutureTask<Void> task) {}

    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::at).thenComparingLong(Timer::number));
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private long nanoTime = -1;
    private long count;
    private boolean isStarved;

    @Override
    public long nanoTime() {
        return nanoTime;
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanoTime);
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Future<?> after(long nanos, Runnable task) {
        FutureTask<Void> timer = new FutureTask<>(task, null);
        timers.add(new Timer(nanoTime + nanos, count++, timer));
        return timer;
    }

    @Override
    public void close() {
        timers.clear();
        tasks.clear();
    }

    /** Runs all tasks, unless {@link #starve} is on. */
    void run() {
        while (!isStarved && !tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    /** Moves the clock. Timers fire at their time, and tasks run at once. */
    void advance(Duration time) {
        run();
        long end = nanoTime + time.toNanos();
        while (!timers.isEmpty() && timers.peek().at() <= end) {
            Timer timer = timers.remove();
            nanoTime = Math.max(nanoTime, timer.at());
            timer.task().run();
            run();
        }
        nanoTime = end;
    }

    /** Moves the clock while a check runs, without timers. */
    void pass(Duration time) {
        nanoTime += time.toNanos();
    }

    /** Whether no task gets a thread. */
    void starve(boolean newStarved) {
        isStarved = newStarved;
    }

    /** Returns the number of timers that have not fired and are not cancelled. */
    long pendingTimers() {
        return timers.stream().filter(timer -> !timer.task().isDone()).count();
    }
}
