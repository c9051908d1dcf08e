/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.BridgeConfig.LogConfig;
import io.hcbridge.bridge.config.ConfigBuilder.TargetDraft;
import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.ipc.internal.Durations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the YAML file into a draft. */
final class ConfigFile {
    private static final int MAX_BYTES = 1 << 20;

    private final Path file;
    private final String name;
    private final ConfigBuilder draft;

    ConfigFile(Path file, ConfigBuilder draft) {
        this.file = file;
        this.name = file.toString();
        this.draft = draft;
    }

    void read() {
        try {
            Optional<Node> root =
                    new Compose(LoadSettings.builder().setLabel(name).build()).composeString(text());
            if (root.isPresent() && root.get() instanceof MappingNode mapping) {
                readRoot(mapping);
            } else {
                draft.problems.add(name, "must be a mapping of keys to values");
            }
        } catch (MarkedYamlEngineException e) {
            String line =
                    e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            draft.problems.add(name + line, "is not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            draft.problems.add(name, "is not YAML: " + e.getMessage());
        } catch (NoSuchFileException e) {
            draft.problems.add(name, "no such file");
        } catch (IOException e) {
            draft.problems.add(name, "cannot be read: " + e.getMessage());
        }
    }

    private String text() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("longer than " + MAX_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private void readRoot(MappingNode node) {
        try (YamlMapping root = new YamlMapping(name, "", node, draft.problems)) {
            root.mapping("agent").ifPresent(this::readAgent);
            root.value("state-file", Values::absolutePath).ifPresent(v -> draft.stateFile = Optional.of(v.value()));
            root.mapping("admin").ifPresent(this::readAdmin);
            root.mapping("metrics").ifPresent(this::readMetrics);
            root.mapping("log").ifPresent(this::readLog);
            root.mapping("targets").ifPresent(this::readTargets);
        }
    }

    private void readAgent(YamlMapping agent) {
        try (agent) {
            agent.values("listen", ListenAddress::parse).ifPresent(v -> draft.listen = v);
            agent.values("allow", Subnet::parse).ifPresent(v -> draft.allow = v);
            agent.value("reply-deadline", Durations::parse).ifPresent(v -> draft.replyDeadline = v);
            agent.value("max-connections", Values::positive).ifPresent(v -> draft.maxConnections = v.value());
            agent.value("ready-for", Durations::parse).ifPresent(v -> draft.readyFor = v.value());
            agent.value("default-target", Values::targetName).ifPresent(v -> draft.defaultTarget = v);
        }
    }

    private void readAdmin(YamlMapping admin) {
        try (admin) {
            admin.value("socket", Values::absolutePath).ifPresent(v -> draft.adminSocket = Optional.of(v.value()));
            admin.value("group", Values::account).ifPresent(v -> draft.adminGroup = Optional.of(v.value()));
            admin.values("readers", Values::account).ifPresent(v -> draft.readers = v);
            admin.values("operators", Values::account).ifPresent(v -> draft.operators = v);
        }
    }

    private void readMetrics(YamlMapping metrics) {
        try (metrics) {
            metrics.value("listen", ConfigFlags::metricsAddress).ifPresent(v -> draft.metrics = v.value());
        }
    }

    private void readLog(YamlMapping log) {
        try (log) {
            log.value("level", text -> Values.oneOf(LogConfig.Level.class, text))
                    .ifPresent(v -> draft.logLevel = v.value());
            log.value("format", text -> Values.oneOf(LogConfig.Format.class, text))
                    .ifPresent(v -> draft.logFormat = v.value());
        }
    }

    private void readTargets(YamlMapping targets) {
        try (targets) {
            for (String key : targets.keys()) {
                try {
                    readTarget(Values.targetName(key), targets);
                } catch (IllegalArgumentException e) {
                    draft.problems.add(targets.where(key), String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private void readTarget(String targetName, YamlMapping targets) {
        TargetDraft target = new TargetDraft();
        draft.targets.put(targetName, target);
        Optional<YamlMapping> mapping = targets.mapping(targetName);
        if (mapping.isEmpty()) {
            draft.problems.add(targets.where(targetName), "needs a directory");
            return;
        }
        try (YamlMapping keys = mapping.get()) {
            keys.value("directory", Values::absolutePath)
                    .ifPresentOrElse(v -> target.directory = v.value(), () -> missingDirectory(keys));
            keys.value("socket-directory", Values::absolutePath).ifPresent(v -> target.socketDirectory = v.value());
            keys.value("timeout", Durations::parse).ifPresent(v -> target.timeout = v);
            keys.value("maxconn", Values::positive).ifPresent(v -> target.maxConnections = OptionalInt.of(v.value()));
            keys.value("on-failed", text -> Values.oneOf(OnFailed.class, text))
                    .ifPresent(v -> target.onFailed = v.value());
        }
    }

    private void missingDirectory(YamlMapping target) {
        if (!target.has("directory")) {
            draft.problems.add(target.where("directory"), "is needed");
        }
    }
}
