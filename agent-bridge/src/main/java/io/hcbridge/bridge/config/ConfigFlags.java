/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.BridgeConfig.LogConfig;
import io.hcbridge.bridge.config.ConfigBuilder.TargetDraft;
import io.hcbridge.ipc.internal.Durations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was said on the command line, as it was typed; null or empty where nothing was said.
 *
 * @param targets each {@code NAME=DIRECTORY}
 */
public record ConfigFlags(
        List<String> listen,
        List<String> allow,
        @Nullable String metrics,
        @Nullable String replyDeadline,
        @Nullable String defaultTarget,
        @Nullable String stateFile,
        @Nullable String adminSocket,
        @Nullable String logLevel,
        @Nullable String logFormat,
        List<String> targets) {

    private static final String NOWHERE = "none";

    void applyTo(ConfigBuilder draft) {
        list(draft, "--listen", listen, ListenAddress::parse).ifPresent(v -> draft.listen = v);
        list(draft, "--allow", allow, Subnet::parse).ifPresent(v -> draft.allow = v);
        one(draft, "--metrics", metrics, ConfigFlags::metricsAddress).ifPresent(v -> draft.metrics = v.value());
        one(draft, "--reply-deadline", replyDeadline, Durations::parse).ifPresent(v -> draft.replyDeadline = v);
        one(draft, "--default-target", defaultTarget, Values::targetName).ifPresent(v -> draft.defaultTarget = v);
        one(
                        draft,
                        "--state-file",
                        stateFile,
                        text -> Values.path(text).toAbsolutePath().normalize())
                .ifPresent(v -> draft.stateFile = Optional.of(v.value()));
        one(draft, "--log-level", logLevel, text -> Values.oneOf(LogConfig.Level.class, text))
                .ifPresent(v -> draft.logLevel = v.value());
        one(draft, "--log-format", logFormat, text -> Values.oneOf(LogConfig.Format.class, text))
                .ifPresent(v -> draft.logFormat = v.value());
        for (String target : targets) {
            one(draft, "--target", target, ConfigFlags::target)
                    .ifPresent(v -> v.value().putInto(draft));
        }
    }

    /** Reads an address, or {@value #NOWHERE} for no address at all. */
    static Optional<TcpAddress> metricsAddress(String text) {
        return text.equals(NOWHERE) ? Optional.empty() : Optional.of(TcpAddress.parse(text));
    }

    private static Path fromHere(String text) {
        return Values.path(text).toAbsolutePath().normalize();
    }

    private record NamedDirectory(String name, Path directory) {
        void putInto(ConfigBuilder draft) {
            draft.targets.computeIfAbsent(name, n -> new TargetDraft()).directory = directory;
        }
    }

    private static NamedDirectory target(String text) {
        int equals = text.indexOf('=');
        if (equals < 0 || equals == text.length() - 1) {
            throw new IllegalArgumentException("'" + text + "' must be NAME=DIRECTORY");
        }
        String directory = text.substring(equals + 1);
        return new NamedDirectory(Values.targetName(text.substring(0, equals)), fromHere(directory));
    }

    private static <T> Optional<Sourced<T>> one(
            ConfigBuilder draft, String flag, @Nullable String text, Function<String, T> parser) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Sourced<>(parser.apply(text), flag));
        } catch (IllegalArgumentException e) {
            draft.problems.add(flag, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static <T> Optional<List<T>> list(
            ConfigBuilder draft, String flag, List<String> texts, Function<String, T> parser) {
        List<T> values = new ArrayList<>();
        texts.forEach(text -> one(draft, flag, text, parser).ifPresent(setting -> values.add(setting.value())));
        return texts.isEmpty() ? Optional.empty() : Optional.of(values);
    }
}
