/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A probe that runs one {@link ProbeAttempt} at a time. It limits each attempt by the timeout of the target and keeps the steps of the last
 * one.
 */
public final class BoundedProbe implements Probe {
    private final EventLoop loop;
    private final BlockingCalls calls;
    private final Duration timeout;
    private final String subject;
    private final Function<ProbeRun, ProbeAttempt> kind;
    private final Runnable onClose;

    private @Nullable ProbeRun current;
    private List<ProbeStep> last = List.of();

    /**
     * @param subject description of the service for operators, without secrets
     * @param kind creates the attempts
     * @param onClose releases the resources that are kept between attempts
     */
    public BoundedProbe(
            ProbeEnvironment environment,
            Duration timeout,
            String subject,
            Function<ProbeRun, ProbeAttempt> kind,
            Runnable onClose) {
        this.loop = environment.loop();
        this.calls = new BlockingCalls(loop, environment.blocking());
        this.timeout = timeout;
        this.subject = subject;
        this.kind = kind;
        this.onClose = onClose;
    }

    @Override
    public void start(Consumer<ProbeResult> done) {
        ProbeRun[] self = new ProbeRun[1];
        ProbeRun run = new ProbeRun(loop, calls, timeout, result -> {
            last = self[0].steps().ended();
            current = null;
            done.accept(result);
        });
        self[0] = run;
        current = run;
        run.start(kind);
    }

    @Override
    public String describeLast() {
        return last.isEmpty()
                ? subject
                : subject + ": " + last.stream().map(ProbeStep::toString).collect(Collectors.joining(", "));
    }

    @Override
    public List<ProbeStep> lastSteps() {
        return last;
    }

    @Override
    public void close() {
        if (current != null) {
            current.end(new BridgeFault("the bridge is stopping"));
        }
        onClose.run();
    }
}
