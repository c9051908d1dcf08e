/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.eosio;

import io.hcbridge.bridge.probe.BoundedProbe;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeAttempt;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.ProbeRun;
import io.hcbridge.bridge.probe.ProbeStep;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.eosio.BlockTolerance;
import io.hcbridge.protocol.eosio.EosioReading;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Queries one endpoint. The result of the probe applies one tolerance. {@link #judge} applies another tolerance to the same answer. Belongs
 * to the event loop.
 */
public final class EosioProbe implements Probe {
    private final EosioSource source;
    private final BlockTolerance tolerance;
    private final InstantSource clock;
    private final BoundedProbe probe;
    private @Nullable EosioReading reading;

    /**
     * Creates a probe. Each check applies its own tolerance to the result.
     *
     * @param http closed by the caller
     */
    public EosioProbe(
            ProbeEnvironment environment, Duration timeout, EosioEndpoint endpoint, EosioHttp http, AddressRule rule) {
        this(
                environment,
                timeout,
                new EosioSource(endpoint, http, rule, EosioSource.Lookup.SYSTEM),
                BlockTolerance.DEFAULT,
                InstantSource.system(),
                () -> {});
    }

    EosioProbe(
            ProbeEnvironment environment,
            Duration timeout,
            EosioSource source,
            BlockTolerance tolerance,
            InstantSource clock,
            Runnable onClose) {
        this.source = source;
        this.tolerance = tolerance;
        this.clock = clock;
        this.probe = new BoundedProbe(environment, timeout, source.endpoint().toString(), this::attempt, onClose);
    }

    private ProbeAttempt attempt(ProbeRun run) {
        reading = null;
        return new EosioAttempt(run, source, found -> {
            reading = found;
            run.end(judge(found, tolerance));
        });
    }

    @Override
    public void start(Consumer<ProbeResult> done) {
        probe.start(done);
    }

    /**
     * Applies another tolerance to the last answer.
     *
     * @param result result of the last probe; returned unchanged if there was no answer
     */
    public ProbeResult judge(ProbeResult result, BlockTolerance other) {
        return reading == null ? result : judge(reading, other);
    }

    private ProbeResult judge(EosioReading found, BlockTolerance by) {
        return Verdict.reported(found.judge(by, clock.instant()))
                .map(ProbeResult.class::cast)
                .orElseGet(() -> new BridgeFault("an answer without a health word"));
    }

    @Override
    public String describeLast() {
        return probe.describeLast();
    }

    @Override
    public List<ProbeStep> lastSteps() {
        return probe.lastSteps();
    }

    @Override
    public void close() {
        probe.close();
    }
}
