/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Prober;
import io.hcbridge.bridge.probe.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Probes when a check asks. Checks within the cache time of a result share it. */
public final class OnDemandSource implements ResultSource {
    private final Prober prober;
    private final ResultPipeline pipeline;
    private final long cacheNanos;

    /** @param cacheFor time for which a result is shared; zero for no such time */
    public OnDemandSource(Probe probe, ResultPipeline pipeline, Duration cacheFor) {
        this.prober = pipeline.prober(probe);
        this.pipeline = pipeline;
        this.cacheNanos = cacheFor.toNanos();
    }

    @Override
    public void ask(Consumer<ProbeResult> callback) {
        Optional<Verdict> cached = cacheNanos == 0 ? Optional.empty() : pipeline.last(cacheNanos);
        if (cached.isPresent()) {
            callback.accept(cached.get());
        } else {
            prober.ask(callback);
        }
    }

    @Override
    public ProbeResult atDeadline(Verdict noAnswer) {
        return pipeline.late(noAnswer);
    }

    @Override
    public Optional<Verdict> last() {
        return pipeline.last();
    }

    @Override
    public SourceExplanation explain() {
        return pipeline.explain(prober.describeLast(), prober.lastSteps());
    }

    @Override
    public void closeWhenIdle(Runnable closed) {
        prober.closeWhenIdle(closed);
    }

    @Override
    public void close() {
        prober.close();
    }
}
