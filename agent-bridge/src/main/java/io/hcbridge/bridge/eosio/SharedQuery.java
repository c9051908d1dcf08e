/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio;

import io.hcbridge.bridge.metrics.EosioMeters;
import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.probe.eosio.AddressRule;
import io.hcbridge.bridge.probe.eosio.EosioEndpoint;
import io.hcbridge.bridge.probe.eosio.EosioHttp;
import io.hcbridge.bridge.probe.eosio.EosioProbe;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.eosio.BlockTolerance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests for one endpoint. All checks that arrive during a request share its answer; each check applies its own tolerance to it. */
final class SharedQuery {
    private static final Logger LOG = LoggerFactory.getLogger(SharedQuery.class);

    private final EosioEndpoint endpoint;
    private final EosioMeters meters;
    private final EosioProbe probe;

    long askedNanos;
    private List<Asker> askers = new ArrayList<>();
    private @Nullable Health last;

    private record Asker(BlockTolerance tolerance, Consumer<ProbeResult> callback) {}

    SharedQuery(
            EosioEndpoint endpoint,
            ProbeEnvironment environment,
            EosioHttp http,
            AddressRule rule,
            Duration timeout,
            EosioMeters meters) {
        this.endpoint = endpoint;
        this.meters = meters;
        this.probe = new EosioProbe(environment, timeout, endpoint, http, rule);
    }

    boolean isRunning() {
        return !askers.isEmpty();
    }

    /** @param ended called once when a request started by this call has ended */
    void ask(BlockTolerance tolerance, Consumer<ProbeResult> asker, Runnable ended) {
        askers.add(new Asker(tolerance, asker));
        if (askers.size() == 1) {
            long started = System.nanoTime();
            probe.start(result -> {
                ended.run();
                meters.requested(System.nanoTime() - started);
                found(result);
            });
        }
    }

    private void found(ProbeResult result) {
        // The list is replaced first, because a callback may start the next request.
        List<Asker> served = askers;
        askers = new ArrayList<>();
        noteChange(probe.judge(result, served.get(0).tolerance()));
        for (Asker asker : served) {
            try {
                asker.callback().accept(probe.judge(result, asker.tolerance()));
            } catch (RuntimeException e) {
                LOG.error("eosio {}: cannot complete a check after its request", endpoint, e);
            }
        }
    }

    private void noteChange(ProbeResult result) {
        if (result instanceof Verdict verdict && verdict.health() != last) {
            String from = last == null ? "unknown" : TargetMeters.label(last);
            String why = verdict.reason().text();
            last = verdict.health();
            LOG.info(
                    "eosio {}: {} -> {}{}",
                    endpoint,
                    from,
                    TargetMeters.label(verdict.health()),
                    why.isEmpty() ? "" : ": " + why);
        }
    }

    void close() {
        probe.close();
    }
}
