/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.push;

import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.source.PushSource;
import io.netty.channel.EventLoop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hands reports over to the event loop, in small steps. A source is in the queue at most once, with its newest report, so the number of
 * targets bounds the queue. Thread-safe.
 */
final class ReportQueue {
    /** Number of reports that are applied in one turn of the event loop. */
    private static final int SLICE = 100;

    private final EventLoop loop;
    private final Queue<PushSource> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isScheduled = new AtomicBoolean();

    ReportQueue(EventLoop loop) {
        this.loop = loop;
    }

    /** Adds a report. For {@code from} see {@link PushSource#offer}. */
    void add(PushSource source, Verdict verdict, String from) {
        if (source.offer(verdict, from)) {
            waiting.add(source);
        }
        if (isScheduled.compareAndSet(false, true)) {
            LoopTasks.execute(loop, this::apply);
        }
    }

    private void apply() {
        // Reset first: a report that is added from now on schedules another turn.
        isScheduled.set(false);
        for (int i = 0; i < SLICE; i++) {
            PushSource source = waiting.poll();
            if (source == null) {
                return;
            }
            source.apply();
        }
        if (isScheduled.compareAndSet(false, true)) {
            LoopTasks.executeAfterPoll(loop, this::apply);
        }
    }
}
