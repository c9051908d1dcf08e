/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.internal.SafeLog;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Which of two threads drives a listener. The one that leads may run what may block: most of the time that is done at once, without
 * any change of threads; when it takes longer than 2 ms, the other thread takes the lead and drives on from where the first left.
 *
 * <p>So nothing of the listener may be touched by who runs such a task, until {@link #runInline} has said that it still leads.
 */
final class LeaderFollower {
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long NOT_LENT = 0;

    private final String name;
    private final Runnable drive;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** Since when the leader is lent; whoever sets it back leads. Carries all that was written before. */
    private final AtomicLong lentAt = new AtomicLong(NOT_LENT);

    private volatile @Nullable Thread waiting;
    private volatile boolean asleep;
    private volatile boolean over;

    /**
     * @param name of the threads, which are daemons
     * @param drive returns when the lead is lost, or at the end, after {@link #end}
     */
    LeaderFollower(String name, Runnable drive) {
        this.name = name;
        this.drive = drive;
    }

    void start() {
        startThread(true);
    }

    /** Whether another thread is there to take the lead; the first question starts it. For the leader. */
    boolean hasFollower() {
        if (threads.size() == 1) {
            startThread(false);
            return true;
        }
        return waiting != null;
    }

    /** Runs a task on the leader's thread; false if it has lost the lead over it. */
    boolean runInline(Runnable task) {
        // Never the number that stands for "not lent".
        long stamp = System.nanoTime() | 1;
        lentAt.set(stamp);
        if (asleep) {
            LockSupport.unpark(waiting);
        }
        try {
            task.run();
        } catch (Throwable e) {
            SafeLog.warn(LeaderFollower.class, "a listener's task failed", e);
        }
        return lentAt.compareAndSet(stamp, NOT_LENT);
    }

    /** There is nothing to lead any more. For the leader. */
    void end() {
        over = true;
        LockSupport.unpark(waiting);
    }

    /** Whether the caller is one of the two. */
    boolean isOwnThread() {
        return threads.contains(Thread.currentThread());
    }

    private void startThread(boolean leads) {
        Thread thread = new Thread(() -> run(leads), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void run(boolean leads) {
        boolean leading = leads || take();
        while (leading) {
            drive.run();
            leading = take();
        }
    }

    /** Waits until this thread has the lead; false if there is nothing to lead any more. */
    private boolean take() {
        waiting = Thread.currentThread();
        while (!over) {
            long stamp = lentAt.get();
            long left = stamp == NOT_LENT ? Long.MAX_VALUE : stamp + PATIENCE_NANOS - System.nanoTime();
            if (left > 0) {
                sleep(stamp, left);
            } else if (lentAt.compareAndSet(stamp, NOT_LENT)) {
                waiting = null;
                return true;
            }
        }
        return false;
    }

    /** Asleep is set before the stamp is looked at, so no change is missed. */
    private void sleep(long stamp, long nanos) {
        asleep = true;
        if (lentAt.get() == stamp && !over) {
            LockSupport.parkNanos(this, nanos);
        }
        asleep = false;
    }
}
