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
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All meters of one bridge, with Prometheus names. Thread-safe. */
public final class BridgeMetrics implements AutoCloseable {
    /** The reason why a client got no verdict; a value of the label {@code reason}. */
    public enum Rejection {
        /** The client's address is not in {@code agent.allow}; closed without a reply. */
        NOT_ALLOWED,
        /** The limit {@code agent.max-connections} is reached; closed without a reply. */
        TOO_MANY_CONNECTIONS,
        /** The line is too long or is not a valid target name. */
        MALFORMED,
        /** No target with this name is configured. */
        UNKNOWN_TARGET,
        /** The line is blank or absent, and there is no default target. */
        NO_TARGET_NAMED,
        /** The line did not end within the reply deadline. */
        TOO_SLOW,
        /** The client sent no certificate. */
        TLS_NO_CERTIFICATE,
        /** No authority in {@code agent.tls.client-ca} has signed the client's certificate, or the certificate is not for clients. */
        TLS_UNTRUSTED,
        /** The client's certificate is expired or not valid yet. */
        TLS_EXPIRED,
        /** No name of the client's certificate is in {@code agent.tls.client-names}. */
        TLS_WRONG_NAME,
        /** The client rejects the bridge's certificate, or has no TLS version or cipher in common with the bridge. */
        TLS_REFUSED,
        /** The client does not speak TLS. */
        TLS_NOT_SPOKEN,
        /** The handshake did not end within the reply deadline. */
        TLS_TOO_SLOW,
        /** More handshakes are open than memory allows; closed without a reply. */
        TLS_TOO_MANY,
        /** The handshake failed for another reason. */
        TLS_FAILED,
        /** The bridge had no free file descriptors, memory or threads; closed without a reply. */
        BRIDGE_FAULT,
        /** The URL of an EOSIO request breaks a rule. */
        EOSIO_URL,
        /** The URL of an EOSIO request is not in {@code eosio.allow}. */
        EOSIO_NOT_LISTED,
        /** The host field of an EOSIO request is not a name in {@code eosio.allow}. */
        EOSIO_HOST_FIELD,
        /** The host of an EOSIO request resolves to no address that is public or in {@code eosio.allow}. */
        EOSIO_ADDRESS;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Maximum number of targets with a histogram each. */
    static final int MAX_HISTOGRAMS = 256;

    /** A page may be longer than the last one by this part of it. */
    private static final int SLACK = 16;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Rejection, Counter> rejections = new EnumMap<>(Rejection.class);
    private final Map<String, TargetMeters> targets = new LinkedHashMap<>();
    /** The probes of targets that were removed. Without them, the shared histogram would decrease. */
    private final ProbeHistogram forgottenProbes = new ProbeHistogram();

    private int lastPageLength;
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
                .description("Open agent connections")
                .register(registry);
        FunctionCounter.builder("hcbridge.log.lines.dropped", this, m -> m.logLinesDropped.getAsLong())
                .description("Log lines that were dropped because standard error was not read in time")
                .register(registry);
        Gauge.builder("hcbridge.build.info", () -> 1)
                .description("The running version")
                .tags("version", version, "java", Runtime.version().toString())
                .register(registry);
    }

    /** Adds the meters of the JVM to the page. Must not be called on the event loop, because it takes some milliseconds. */
    public void publish() {
        jvm = new JvmMeters();
        jvm.bindTo(registry);
    }

    /** Adds the gauge of the state file. {@code isOk} is called for every page. */
    public void stateFile(BooleanSupplier isOk) {
        Gauge.builder("hcbridge.state.file.ok", () -> isOk.getAsBoolean() ? 1 : 0)
                .description(
                        "1 if overrides would survive a restart; 0 while the state file cannot be written, or until a data"
                                + " loss is acknowledged")
                .register(registry);
    }

    /** Adds the gauge of the expiry of the agent port's certificate. {@code expiry} is called for every page. */
    public void certificateExpiry(Supplier<Instant> expiry) {
        TimeGauge.builder(
                        "hcbridge.certificate.expiry.timestamp",
                        () -> expiry.get().getEpochSecond(),
                        TimeUnit.SECONDS)
                .description("Expiry of the certificate of the agent port, in seconds since 1970")
                .register(registry);
    }

    /** Sets the source of the number of log lines that were dropped since the start. */
    public void logLinesDropped(LongSupplier count) {
        logLinesDropped = count;
    }

    /** Returns the meters of a target. Creates them if there are none. */
    public synchronized TargetMeters target(String name) {
        return targets.computeIfAbsent(name, added -> new TargetMeters(added, clock, nanoTime));
    }

    /** Removes the meters of targets. */
    public synchronized void forget(Collection<String> names) {
        for (String name : names) {
            TargetMeters meters = targets.remove(name);
            if (meters != null) {
                forgottenProbes.addAll(meters.probes());
            }
        }
    }

    /**
     * Returns what the page shows of the targets. More than {@link #MAX_HISTOGRAMS} of them share the histogram of probes, because a
     * histogram has far more lines than all other metrics of a target.
     */
    private synchronized TargetMetrics targetMetrics() {
        Optional<ProbeHistogram> shared = Optional.empty();
        if (targets.size() > MAX_HISTOGRAMS) {
            ProbeHistogram all = new ProbeHistogram();
            all.addAll(forgottenProbes);
            targets.values().forEach(meters -> all.addAll(meters.probes()));
            shared = Optional.of(all);
        }
        return new TargetMetrics(List.copyOf(targets.values()), shared);
    }

    /** Creates the meters of reloads. Must be called once. */
    public ReloadMeters reloads() {
        return new ReloadMeters(registry, clock);
    }

    /** Creates the meters of discovery. Must be called once. */
    public DiscoveryMeters discovery() {
        return new DiscoveryMeters(registry);
    }

    /** Creates the meters of a bridge in a group. Must be called once, before {@link #publish}. */
    public StandbyMeters standby() {
        return new StandbyMeters(registry);
    }

    /** Creates the meters of the group to which services push reports. Must be called once. */
    public PushMeters push() {
        return new PushMeters(registry);
    }

    /** Creates the meters of the EOSIO agent. Must be called once, before {@link #publish}. */
    public EosioMeters eosio() {
        return new EosioMeters(registry);
    }

    /** Counts a client that got no verdict. */
    public void rejected(Rejection reason) {
        Counter counter = rejections.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Counts an agent connection. Returns the number of open connections. */
    public int connectionOpened() {
        return connections.incrementAndGet();
    }

    public int openConnections() {
        return connections.get();
    }

    public void connectionClosed() {
        connections.decrementAndGet();
    }

    /**
     * Renders the page in Prometheus' text format 0.0.4, in UTF-8. Must not be called on the event loop, because it takes milliseconds.
     * Called by one thread at a time.
     */
    Buffer page() throws IOException {
        // The page of 10,000 targets has 10 MB. It is written into a buffer of about the right size, and not copied.
        Buffer page = Buffer.buffer(lastPageLength + lastPageLength / SLACK);
        try (OutputStream out = new BufferOutputStream(page)) {
            registry.scrape(out);
            Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            targetMetrics().write(new MetricsText(text));
            text.flush();
        }
        lastPageLength = page.length();
        return page;
    }

    @Override
    public void close() {
        if (jvm != null) {
            jvm.close();
        }
        registry.close();
    }

    /**
     * Returns whether {@code promtool check metrics} rejects the name that Micrometer gives a meter. {@link JvmMeters} has the CPU time in
     * seconds instead.
     */
    private static boolean breaksNamingRules(Meter.Id id) {
        return switch (id.getName()) {
            case "jvm.compilation.time", "process.cpu.time", "system.cpu.count" -> true;
            default -> false;
        };
    }
}
