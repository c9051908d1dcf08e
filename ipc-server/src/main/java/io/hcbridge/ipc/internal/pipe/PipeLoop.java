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

/** The event loop of the listener's thread. It waits on one completion port for all events. Only {@link #stop} ends it. */
final class PipeLoop implements Runnable {
    private static final long LONGEST_WAIT_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long PAUSE_AFTER_ERROR_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LAST_COMPLETIONS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PipeCalls calls;
    private final long port;

    // Used by all threads.
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    /** Guarded by this. No thread may wake a closed port, because Windows may have reused its handle. */
    private boolean closed;

    // Used by the loop's thread only.
    private final Map<Long, Pending> pending = new HashMap<>();
    private final TimerQueue<Runnable> alarms = new TimerQueue<>();

    /** Keeps the operation's memory reachable while Windows may use it. */
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
     * @param call starts the operation and returns Windows' error code
     * @param then receives the completion, on the loop's thread, if the operation has started
     * @return the error code
     */
    int begin(Operation operation, IntSupplier call, Consumer<Completion> then) {
        int code = call.getAsInt();
        if (code == PipeCalls.OK || code == PipeCalls.IO_PENDING) {
            pending.put(operation.id(), new Pending(operation, then));
        }
        return code;
    }

    /** Frees the operation's memory. If the operation is pending, frees it after its completion. */
    void release(Operation operation) {
        if (pending.containsKey(operation.id())) {
            pending.put(operation.id(), new Pending(operation, completion -> operation.free()));
        } else {
            operation.free();
        }
    }

    /** Runs {@code task} on the loop's thread, later. Thread-safe. */
    void execute(Runnable task) {
        tasks.add(task);
        wake();
    }

    /** Ends the loop after {@code last}, which closes all handles. Thread-safe. */
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

    /** Closes the port. Called by the loop's thread, or instead of it if the thread was never started. */
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
            SafeLog.warn(PipeLoop.class, "listener: continues after an error", e);
            LockSupport.parkNanos(PAUSE_AFTER_ERROR_NANOS);
        }
    }
}
