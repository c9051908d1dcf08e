/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Health;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/** The meters of the EOSIO agent. They contain no text of a request. Written by the event loop, read by any thread. */
public final class EosioMeters {
    private final MeterRegistry registry;
    private final Map<Health, LongAdder> replies = new EnumMap<>(Health.class);
    private final LongAdder repliesWithoutVerdict = new LongAdder();
    private final Timer requests;

    EosioMeters(MeterRegistry registry) {
        this.registry = registry;
        for (Health health : List.of(Health.UP, Health.DOWN, Health.FAILED, Health.STOPPED)) {
            replies.put(health, bind(TargetMeters.label(health), new LongAdder()));
        }
        bind(TargetMeters.NO_VERDICT, repliesWithoutVerdict);
        requests = Timer.builder("hcbridge.eosio.request.duration")
                .description("Time of one request of the EOSIO agent")
                .serviceLevelObjectives(ProbeHistogram.limits())
                .register(registry);
    }

    private LongAdder bind(String verdict, LongAdder count) {
        FunctionCounter.builder("hcbridge.eosio.replies", count, LongAdder::doubleValue)
                .description("Replies to requests of the EOSIO agent, by the health word that was sent")
                .tags("verdict", verdict)
                .register(registry);
        return count;
    }

    /** Adds the gauge of the number of known endpoints. */
    public void urls(IntSupplier count) {
        Gauge.builder("hcbridge.eosio.urls", count::getAsInt)
                .description("APIs, URLs and hosts that requests of the EOSIO agent have named")
                .register(registry);
    }

    /** Records a reply. Called after it was written. */
    public void replySent(AgentReply reply) {
        reply.health().map(replies::get).orElse(repliesWithoutVerdict).increment();
    }

    /** Records the duration of one request, in nanoseconds. */
    public void requested(long nanos) {
        requests.record(nanos, TimeUnit.NANOSECONDS);
    }
}
