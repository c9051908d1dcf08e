/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.ipc.health.HealthClient;
import io.hcbridge.ipc.health.HealthResult;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks by the library's own client, on a thread of its own, where Netty does not know the kind of socket: Windows' named pipes. */
public final class BlockingProbe implements Probe {
    private final EventLoop loop;
    private final Executor threads;
    private final HealthClient client;
    private final Duration timeout;

    /** @param threads one for every target at the least, so that no hung service holds up the others */
    public BlockingProbe(EventLoop loop, Executor threads, HealthClient client, Duration timeout) {
        this.loop = loop;
        this.threads = threads;
        this.client = client.timeout(timeout);
        this.timeout = timeout;
    }

    @Override
    public void start(Consumer<Verdict> done) {
        Run run = new Run(done);
        // The client keeps the same limit, but cannot promise when its thread gets its turn.
        ScheduledFuture<?> limit = loop.schedule(
                () -> run.end(Verdict.failed("no answer within " + timeout.toMillis() + "ms")),
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        threads.execute(() -> {
            Verdict verdict = verdict(client.check());
            loop.execute(() -> {
                limit.cancel(false);
                run.end(verdict);
            });
        });
    }

    private static Verdict verdict(HealthResult result) {
        return switch (result.status()) {
            case HEALTHY -> Verdict.UP;
            case UNHEALTHY -> Verdict.down(result.text());
            case FAILED -> Verdict.failed(result.text());
        };
    }

    /** Answers once; belongs to the event loop. */
    private static final class Run {
        private final Consumer<Verdict> done;
        private boolean answered;

        Run(Consumer<Verdict> done) {
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
