/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All meters of one bridge, in Prometheus' naming. Any thread may record and read them. */
public final class BridgeMetrics implements AutoCloseable {
    /** Why a client got no verdict; a value of the label {@code reason}. */
    public enum Rejection {
        /** The client's address is not in {@code agent.allow}; closed without a reply. */
        NOT_ALLOWED,
        /** {@code agent.max-connections} are open; closed without a reply. */
        TOO_MANY_CONNECTIONS,
        /** The line is too long or is not a target's name. */
        MALFORMED,
        /** No target of that name is configured. */
        UNKNOWN_TARGET,
        /** The line is blank or absent, and there is no default target. */
        NO_TARGET_NAMED,
        /** The line did not end within the reply deadline. */
        TOO_SLOW,
        /** The client has sent no certificate. */
        TLS_NO_CERTIFICATE,
        /** No authority in {@code agent.tls.client-ca} has signed the client's certificate, or it is not one for clients. */
        TLS_UNTRUSTED,
        /** The client's certificate is expired or not valid yet. */
        TLS_EXPIRED,
        /** No name of the client's certificate is in {@code agent.tls.client-names}. */
        TLS_WRONG_NAME,
        /** The client does not accept the bridge's certificate, or has no version or cipher of TLS in common with it. */
        TLS_REFUSED,
        /** The client does not speak TLS. */
        TLS_NOT_SPOKEN,
        /** The handshake did not end within the reply deadline. */
        TLS_TOO_SLOW,
        /** More handshakes are open than memory allows; closed without a reply. */
        TLS_TOO_MANY,
        /** The handshake failed for another reason. */
        TLS_FAILED,
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
    private volatile LongSupplier logLinesDropped = () -> 0;
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
        FunctionCounter.builder("hcbridge.log.lines.dropped", this, m -> m.logLinesDropped.getAsLong())
                .description("Log lines that were dropped because standard error was not read in time")
                .register(registry);
        Gauge.builder("hcbridge.build.info", () -> 1)
                .description("The running version")
                .tags("version", version, "java", Runtime.version().toString())
                .register(registry);
    }

    /**
     * Adds the targets' and the JVM's meters to the page. It takes a tenth of a second for some hundred targets: do not call it on the
     * event loop.
     */
    public void publish() {
        targets.forEach(target -> target.bindTo(registry));
        jvm = new JvmMeters();
        jvm.bindTo(registry);
    }

    /** Shows whether the state file has everything that it should have; {@code isWell} is called for every page. */
    public void stateFile(BooleanSupplier isWell) {
        Gauge.builder("hcbridge.state.file.ok", () -> isWell.getAsBoolean() ? 1 : 0)
                .description(
                        "1 while overrides would survive a restart, 0 while the state file cannot be written or until a data"
                                + " loss is acknowledged")
                .register(registry);
    }

    /** Shows when the certificate of the agent port expires; {@code expiry} is called for every page. */
    public void certificateExpiry(Supplier<Instant> expiry) {
        TimeGauge.builder(
                        "hcbridge.certificate.expiry.timestamp",
                        () -> expiry.get().getEpochSecond(),
                        TimeUnit.SECONDS)
                .description("When the certificate of the agent port expires, since 1970")
                .register(registry);
    }

    /** Shows how many log lines were dropped since the start. */
    public void logLinesDropped(LongSupplier count) {
        logLinesDropped = count;
    }

    /** Returns the meters of one more target. Call it before {@link #publish}. */
    public TargetMeters target(String name) {
        TargetMeters meters = new TargetMeters(registry, name, clock, nanoTime);
        targets.add(meters);
        return meters;
    }

    /** Counts a client that got no verdict. */
    public void rejected(Rejection reason) {
        Counter counter = rejections.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Counts an agent connection; returns how many are open now. */
    public int connectionOpened() {
        return connections.incrementAndGet();
    }

    public int openConnections() {
        return connections.get();
    }

    public void connectionClosed() {
        connections.decrementAndGet();
    }

    /** Renders the page in Prometheus' text format 0.0.4, in UTF-8. It takes milliseconds: do not call it on the event loop. */
    byte[] page() throws IOException {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        registry.scrape(page);
        return page.toByteArray();
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
