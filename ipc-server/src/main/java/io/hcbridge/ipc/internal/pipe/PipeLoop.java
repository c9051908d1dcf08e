/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import io.hcbridge.ipc.internal.SafeLog;
import io.hcbridge.ipc.internal.TimerQueue;
import io.hcbridge.ipc.internal.pipe.PipeCalls.Completion;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** The listener's thread, which waits on one completion port for everything. Ends at {@link #stop} and by nothing else. */
final class PipeLoop implements Runnable {
    private static final long LONGEST_WAIT_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long PAUSE_AFTER_ERROR_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LAST_COMPLETIONS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PipeCalls calls;
    private final long port;

    // Of all threads.
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    /** Guarded by this: nobody may wake a port whose number may be somebody else's by now. */
    private boolean closed;

    // Of the loop's thread.
    private final Map<Long, Pending> pending = new HashMap<>();
    private final TimerQueue<Runnable> alarms = new TimerQueue<>();

    /** Keeps the operation's memory reachable for as long as the system may use it. */
    private record Pending(Operation operation, Consumer<Completion> then) {}

    PipeLoop(PipeCalls calls) throws IOException {
        this.calls = calls;
        this.port = calls.createPort();
    }

    PipeCalls calls() {
        return calls;
    }

    TimerQueue<Runnable> alarms() {
        return alarms;
    }

    void attach(long handle) throws PipeException {
        calls.attach(port, handle);
    }

    /**
     * Begins an operation.
     *
     * @param then gets its completion, on the loop's thread, once the operation is under way or done
     * @return what {@code call} does
     */
    int begin(Operation operation, IntSupplier call, Consumer<Completion> then) {
        int code = call.getAsInt();
        if (code == PipeCalls.OK || code == PipeCalls.IO_PENDING) {
            pending.put(operation.id(), new Pending(operation, then));
        }
        return code;
    }

    /** Gives the operation's memory back, if need be once its completion has come. */
    void release(Operation operation) {
        if (pending.containsKey(operation.id())) {
            pending.put(operation.id(), new Pending(operation, completion -> operation.free()));
        } else {
            operation.free();
        }
    }

    /** Runs {@code task} on the loop's thread, later; for any thread. */
    void execute(Runnable task) {
        tasks.add(task);
        wake();
    }

    /** Ends the loop after {@code last}, which closes all handles; for any thread. */
    void stop(Runnable last) {
        execute(() -> {
            guarded(last);
            stopped = true;
        });
    }

    @Override
    public void run() {
        while (!stopped) {
            guarded(() -> turn(nextTurnAt()));
        }
        long end = System.nanoTime() + LAST_COMPLETIONS_NANOS;
        while (!pending.isEmpty() && end - System.nanoTime() > 0) {
            guarded(() -> turn(end));
        }
        close();
    }

    private synchronized void wake() {
        if (!closed) {
            calls.wake(port);
        }
    }

    /** Gives the port back; for the loop's thread, or where it was never started. */
    synchronized void close() {
        closed = true;
        calls.close(port);
    }

    private void turn(long until) {
        // Rounded up.
        long millis = Math.max(0, (until - System.nanoTime() + 999_999) / 1_000_000);
        Completion completion = calls.await(port, (int) Math.min(Integer.MAX_VALUE, millis));
        if (completion != null && completion.operation() != 0) {
            Pending ended = pending.remove(completion.operation());
            if (ended != null) {
                ended.then().accept(completion);
            }
        }
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            guarded(task);
        }
        long now = System.nanoTime();
        for (Runnable due = alarms.pollDue(now); due != null; due = alarms.pollDue(now)) {
            guarded(due);
        }
    }

    private long nextTurnAt() {
        return alarms.nextAt(System.nanoTime() + LONGEST_WAIT_NANOS);
    }

    private static void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            SafeLog.warn(PipeLoop.class, "the listener goes on after an error", e);
            LockSupport.parkNanos(PAUSE_AFTER_ERROR_NANOS);
        }
    }
}
