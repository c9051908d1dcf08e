/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.bridge.config.BridgeConfig;
import io.hcbridge.bridge.config.ConfigBuilder;
import io.hcbridge.bridge.config.ConfigException;
import io.hcbridge.bridge.net.IoKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** Probes of any kind, configured as an operator does it. */
public final class KindRunner implements AutoCloseable {
    /** Long enough for a busy machine; no test waits for it. */
    public static final Duration LONG = Duration.ofSeconds(30);

    private final ProbeLoop loop = new ProbeLoop(IoKind.ofSystem());

    /** Makes the probe of a target in YAML, like {@code tcp: {address: ...}}. */
    public Probe probe(String target, Duration timeout) throws IOException {
        return config(target).open(loop.environment(), "t", timeout);
    }

    /** Makes a probe whose attempt starts with one of its later steps. */
    public <A extends ProbeAttempt> Probe probeFrom(
            Function<ProbeRun, A> kind, Consumer<A> firstStep, Duration timeout) {
        Function<ProbeRun, ProbeAttempt> later = run -> {
            A attempt = kind.apply(run);
            return new ProbeAttempt() {
                @Override
                public void begin() {
                    firstStep.accept(attempt);
                }

                @Override
                public void close() {
                    attempt.close();
                }
            };
        };
        return new BoundedProbe(loop.environment(), timeout, "t", later, () -> {});
    }

    public ProbeResult run(Probe probe) throws Exception {
        return loop.start(probe).get(LONG.toSeconds() + 10, TimeUnit.SECONDS);
    }

    public ProbeResult run(String target, Duration timeout) throws Exception {
        return run(probe(target, timeout));
    }

    public ProbeResult run(String target) throws Exception {
        return run(target, LONG);
    }

    public ProbeLoop loop() {
        return loop;
    }

    public static ProbeConfig config(String target) throws IOException {
        try {
            BridgeConfig config = build(target);
            return config.targets().values().iterator().next().probe();
        } catch (ConfigException e) {
            throw new AssertionError(String.join("; ", e.problems()), e);
        }
    }

    /** The problems of a target's configuration, without the file. */
    public static List<String> problems(String target) throws IOException {
        try {
            build(target);
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream()
                    .map(problem -> problem.replaceFirst("^.*\\.yaml:\\d+: targets\\.t[.:]? ?", ""))
                    .toList();
        }
    }

    private static BridgeConfig build(String target) throws IOException, ConfigException {
        Path file = Files.createTempFile("kind", ".yaml");
        try {
            Files.writeString(file, "agent: {reply-deadline: 1m}\ntargets: {t: {" + target + "}}\n");
            return new ConfigBuilder().file(file).build();
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
