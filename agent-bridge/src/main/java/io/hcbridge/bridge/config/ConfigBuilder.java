/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.BridgeConfig.AdminConfig;
import io.hcbridge.bridge.config.BridgeConfig.AgentConfig;
import io.hcbridge.bridge.config.BridgeConfig.LogConfig;
import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.probe.health.HealthProbeConfig;
import io.hcbridge.ipc.internal.Durations;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A configuration in the making: first the file, then the flags, which win over it, then {@link #build}. Not thread-safe.
 */
public final class ConfigBuilder {
    static final TcpAddress DEFAULT_LISTEN = new TcpAddress("127.0.0.1", 5555);
    static final TcpAddress DEFAULT_METRICS = new TcpAddress("127.0.0.1", 9404);
    static final Duration DEFAULT_REPLY_DEADLINE = Duration.ofSeconds(1);
    static final int DEFAULT_MAX_CONNECTIONS = 10_000;
    static final Duration DEFAULT_READY_FOR = Duration.ofSeconds(30);
    static final Path DEFAULT_SOCKET_DIRECTORY = Path.of("/tmp");

    private static final Duration SHORTEST_REPLY_DEADLINE = Duration.ofMillis(100);
    /** A probe's share of the reply deadline where no timeout is set; the rest is for reading the request and replying. */
    private static final double TIMEOUT_SHARE = 0.8;

    final ConfigErrors problems = new ConfigErrors();
    List<ListenAddress> listen = List.of(DEFAULT_LISTEN);
    List<Subnet> allow = List.of();
    Sourced<Duration> replyDeadline = new Sourced<>(DEFAULT_REPLY_DEADLINE, "agent.reply-deadline");
    int maxConnections = DEFAULT_MAX_CONNECTIONS;

    @Nullable
    Sourced<String> defaultTarget;

    Duration readyFor = DEFAULT_READY_FOR;
    Optional<Path> stateFile = Optional.empty();
    Optional<Path> adminSocket = Optional.empty();
    Optional<String> adminGroup = Optional.empty();
    List<String> readers = List.of();
    List<String> operators = List.of();

    Optional<TcpAddress> metrics = Optional.of(DEFAULT_METRICS);
    LogConfig.Level logLevel = LogConfig.Level.INFO;
    LogConfig.Format logFormat = LogConfig.Format.TEXT;
    final Map<String, TargetDraft> targets = new LinkedHashMap<>();

    /** A target before it is known to be whole. */
    static final class TargetDraft {
        @Nullable
        Path directory;

        Path socketDirectory = DEFAULT_SOCKET_DIRECTORY;

        @Nullable
        Sourced<Duration> timeout;

        OnFailed onFailed = OnFailed.FAIL;
        OptionalInt maxConnections = OptionalInt.empty();
    }

    /** Takes over everything that stands in a YAML file. */
    public ConfigBuilder file(Path file) {
        new ConfigFile(file, this).read();
        return this;
    }

    /** Takes over everything that was said on the command line. */
    public ConfigBuilder flags(ConfigFlags flags) {
        flags.applyTo(this);
        return this;
    }

    /**
     * The finished configuration.
     *
     * @throws ConfigException with all problems, those of reading included
     */
    public BridgeConfig build() throws ConfigException {
        checkTogether();
        problems.throwIfAny();
        Map<String, TargetConfig> built = new LinkedHashMap<>();
        targets.forEach((name, draft) -> built.put(name, target(name, draft)));
        return new BridgeConfig(
                new AgentConfig(
                        listen,
                        allow,
                        replyDeadline.value(),
                        maxConnections,
                        Optional.ofNullable(defaultTarget).map(Sourced::value),
                        readyFor,
                        new SocketAccess(PosixFilePermissions.fromString("rw-rw----"), Optional.empty())),
                metrics,
                stateFile,
                adminSocket.map(socket -> new AdminConfig(socket, adminGroup, readers, operators)),
                new LogConfig(logLevel, logFormat),
                Collections.unmodifiableMap(built));
    }

    private void checkTogether() {
        if (replyDeadline.value().compareTo(SHORTEST_REPLY_DEADLINE) < 0) {
            problems.add(
                    replyDeadline.where(),
                    Durations.format(replyDeadline.value()) + " must be at least "
                            + Durations.format(SHORTEST_REPLY_DEADLINE));
        }
        // Silent where other problems may have hidden the targets.
        if (targets.isEmpty() && problems.isEmpty()) {
            problems.add("targets", "at least one target is needed");
        }
        if (defaultTarget != null && !targets.containsKey(defaultTarget.value())) {
            problems.add(defaultTarget.where(), "'" + defaultTarget.value() + "' is not among the targets");
        }
        targets.values().forEach(this::checkTimeout);
    }

    private void checkTimeout(TargetDraft target) {
        Sourced<Duration> timeout = target.timeout;
        if (timeout != null && timeout.value().compareTo(replyDeadline.value()) >= 0) {
            problems.add(
                    timeout.where(),
                    Durations.format(timeout.value()) + " must be shorter than agent.reply-deadline, "
                            + Durations.format(replyDeadline.value()));
        }
    }

    private TargetConfig target(String name, TargetDraft draft) {
        Duration timeout = draft.timeout != null
                ? draft.timeout.value()
                : Duration.ofMillis(Math.round(replyDeadline.value().toMillis() * TIMEOUT_SHARE));
        return new TargetConfig(
                name,
                new HealthProbeConfig(Objects.requireNonNull(draft.directory), draft.socketDirectory, Optional.empty()),
                timeout,
                draft.onFailed,
                draft.maxConnections);
    }
}
