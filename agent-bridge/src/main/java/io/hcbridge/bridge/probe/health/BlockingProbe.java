/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.ipc.Deadline;
import io.hcbridge.ipc.Transport;
import io.hcbridge.ipc.internal.Durations;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks on a thread of its own, where Netty does not know the kind of socket: Windows' named pipes. */
public final class BlockingProbe implements Probe {
    private final EventLoop loop;
    private final Executor threads;
    private final Duration timeout;
    private final BlockingQuestions questions;

    /** @param threads one for every target at the least, so that no hung service holds up the others */
    public BlockingProbe(
            EventLoop loop, Executor threads, Transport transport, HealthProbeConfig config, Duration timeout) {
        this.loop = loop;
        this.threads = threads;
        this.timeout = timeout;
        this.questions = new BlockingQuestions(transport, config, timeout);
    }

    @Override
    public void start(Consumer<ProbeResult> done) {
        Run run = new Run(done);
        Deadline deadline = Deadline.after(timeout);
        // The questions keep the same limit, but cannot promise when their thread gets its turn.
        ScheduledFuture<?> limit = loop.schedule(
                () -> run.end(Verdict.failed("no answer within " + Durations.format(timeout))),
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        threads.execute(() -> {
            Verdict verdict = questions.ask(deadline);
            loop.execute(() -> {
                limit.cancel(false);
                run.end(verdict);
            });
        });
    }

    @Override
    public String describeLast() {
        return questions.describeLast();
    }

    /** Answers once; belongs to the event loop. */
    private static final class Run {
        private final Consumer<ProbeResult> done;
        private boolean answered;

        Run(Consumer<ProbeResult> done) {
            this.done = done;
        }

        void end(Verdict verdict) {
            if (!answered) {
                answered = true;
                done.accept(verdict);
            }
        }
    }
}
