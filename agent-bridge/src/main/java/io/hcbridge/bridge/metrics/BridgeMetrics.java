/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All meters of one bridge, in Prometheus' naming. */
public final class BridgeMetrics implements AutoCloseable {
    /** Why a client got no verdict. */
    public enum Rejection {
        /** Its address is not among {@code agent.allow}; closed unanswered. */
        NOT_ALLOWED,
        /** {@code agent.max-connections} are open; closed unanswered. */
        TOO_MANY_CONNECTIONS,
        /** The line is too long or no target's name. */
        MALFORMED,
        UNKNOWN_TARGET,
        /** A blank line, or none, and there is no default target. */
        NO_TARGET_NAMED,
        /** The line did not end within the reply deadline. */
        TOO_SLOW,
        /** The bridge itself lacked descriptors, memory or threads; closed without a reply. */
        BRIDGE_FAULT;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Rejection, Counter> rejections = new EnumMap<>(Rejection.class);
    private final List<TargetMeters> targets = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private @Nullable JvmMeters jvm;

    /** @param nanoTime a monotonic clock in nanoseconds */
    public BridgeMetrics(InstantSource clock, LongSupplier nanoTime, String version) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        registry.config().meterFilter(MeterFilter.deny(BridgeMetrics::breaksNamingRules));
        for (Rejection reason : Rejection.values()) {
            rejections.put(
                    reason,
                    Counter.builder("hcbridge.rejected.requests")
                            .description("Agent connections that got no target's verdict")
                            .tag("reason", reason.label())
                            .register(registry));
        }
        Gauge.builder("hcbridge.connections.open", connections, AtomicInteger::get)
                .description("Agent connections that are open now")
                .register(registry);
        Gauge.builder("hcbridge.build.info", () -> 1)
                .description("The running version")
                .tags("version", version, "java", Runtime.version().toString())
                .register(registry);
    }

    /**
     * Puts all that is counted, and the JVM, on the page. That takes a tenth of a second for some hundred targets, which no check
     * should wait for.
     */
    public void publish() {
        targets.forEach(target -> target.bindTo(registry));
        jvm = new JvmMeters();
        jvm.bindTo(registry);
    }

    /** Shows whether the state file has everything that it should have. */
    public void stateFile(BooleanSupplier isWell) {
        Gauge.builder("hcbridge.state.file.ok", () -> isWell.getAsBoolean() ? 1 : 0)
                .description(
                        "1 while overrides would survive a restart, 0 while the state file cannot be written or until a data"
                                + " loss is acknowledged")
                .register(registry);
    }

    /** The meters of one more target. */
    public TargetMeters target(String name) {
        TargetMeters meters = new TargetMeters(registry, name, clock, nanoTime);
        targets.add(meters);
        return meters;
    }

    /** A client got no verdict. */
    public void rejected(Rejection reason) {
        Counter counter = rejections.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Counts a connection in; gives the number that is open now. */
    public int connectionOpened() {
        return connections.incrementAndGet();
    }

    public int openConnections() {
        return connections.get();
    }

    public void connectionClosed() {
        connections.decrementAndGet();
    }

    /** The page, in Prometheus' text format 0.0.4. Takes milliseconds: not for the event loop. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        if (jvm != null) {
            jvm.close();
        }
        registry.close();
    }

    /** Micrometer's names that {@code promtool check metrics} refuses; {@link JvmMeters} has the CPU time in seconds. */
    private static boolean breaksNamingRules(Meter.Id id) {
        return switch (id.getName()) {
            case "jvm.compilation.time", "process.cpu.time", "system.cpu.count" -> true;
            default -> false;
        };
    }
}
