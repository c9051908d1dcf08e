/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio;

import io.hcbridge.bridge.metrics.EosioMeters;
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
    private final EosioLog log;
    private final EosioProbe probe;

    private List<Asker> askers = new ArrayList<>();
    private @Nullable Health last;

    private record Asker(BlockTolerance tolerance, Consumer<ProbeResult> callback) {}

    SharedQuery(
            EosioEndpoint endpoint,
            ProbeEnvironment environment,
            EosioHttp http,
            AddressRule rule,
            Duration timeout,
            EosioMeters meters,
            EosioLog log) {
        this.log = log;
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
        noteChange(probe.judge(result, BlockTolerance.DEFAULT));
        for (Asker asker : served) {
            try {
                asker.callback().accept(probe.judge(result, asker.tolerance()));
            } catch (RuntimeException e) {
                LOG.error("eosio {}: cannot complete a check after its request", endpoint, e);
            }
        }
    }

    /** Changes are those by one tolerance, because askers with different ones would see a change at each request. */
    private void noteChange(ProbeResult result) {
        if (result instanceof Verdict verdict && verdict.health() != last) {
            log.changed(endpoint, last, verdict);
            last = verdict.health();
        }
    }

    void close() {
        probe.close();
    }
}
