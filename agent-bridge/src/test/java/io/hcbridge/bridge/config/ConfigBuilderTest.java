/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.bridge.config.BridgeConfig.LogConfig;
import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.probe.health.HealthProbeConfig;
import io.hcbridge.ipc.internal.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigBuilderTest {
    private static final String TARGET = "targets: {a: {directory: /srv/a}}\n";

    @TempDir
    Path directory;

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("c.yaml"), yaml);
    }

    private static ConfigFlags flags(@Nullable String listen, String... targets) {
        return new ConfigFlags(
                listen == null ? List.of() : List.of(listen),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(targets));
    }

    private static Path directory(TargetConfig target) {
        return ((HealthProbeConfig) target.probe()).directory();
    }

    private static TargetConfig target(BridgeConfig config, String name) {
        return Objects.requireNonNull(config.targets().get(name));
    }

    @Test
    void aWholeFile() throws Exception {
        BridgeConfig config = new ConfigBuilder().file(file("""
                        agent:
                          listen: ['127.0.0.1:5555', '[::1]:5555']
                          allow: [127.0.0.0/8, 10.0.0.0/8]
                          reply-deadline: 2s
                          max-connections: 7
                          default-target: orders
                          ready-for: 1m
                        state-file: /var/lib/hcbridge/state.json
                        metrics: {listen: 127.0.0.1:9404}
                        log: {level: debug, format: json}
                        targets:
                          orders:   {directory: /srv/orders}
                          payments: {directory: /srv/payments, socket-directory: /run/p, timeout: 500ms, on-failed: report, maxconn: 77}
                        """)).build();

        assertThat(config.agent().listen())
                .containsExactly(new TcpAddress("127.0.0.1", 5555), new TcpAddress("::1", 5555));
        assertThat(config.agent().allow()).hasToString("[127.0.0.0/8, 10.0.0.0/8]");
        assertThat(config.agent().replyDeadline()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.agent().maxConnections()).isEqualTo(7);
        assertThat(config.agent().defaultTarget()).contains("orders");
        assertThat(config.agent().readyFor()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.stateFile()).contains(Path.of("/var/lib/hcbridge/state.json"));
        assertThat(config.metrics()).contains(new TcpAddress("127.0.0.1", 9404));
        assertThat(config.log()).isEqualTo(new LogConfig(LogConfig.Level.DEBUG, LogConfig.Format.JSON));
        assertThat(config.targets().values())
                .containsExactly(
                        new TargetConfig(
                                "orders",
                                new HealthProbeConfig(Path.of("/srv/orders"), Path.of("/tmp"), Optional.empty()),
                                Duration.ofMillis(1600),
                                OnFailed.FAIL,
                                OptionalInt.empty()),
                        new TargetConfig(
                                "payments",
                                new HealthProbeConfig(Path.of("/srv/payments"), Path.of("/run/p"), Optional.empty()),
                                Duration.ofMillis(500),
                                OnFailed.REPORT,
                                OptionalInt.of(77)));
    }

    @Test
    void defaultsNeedOnlyATarget() throws Exception {
        BridgeConfig config = new ConfigBuilder().file(file(TARGET)).build();
        assertThat(config.agent().listen()).containsExactly(new TcpAddress("127.0.0.1", 5555));
        assertThat(config.agent().allow()).isEmpty();
        assertThat(config.agent().replyDeadline()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.metrics()).contains(new TcpAddress("127.0.0.1", 9404));
        assertThat(target(config, "a").timeout()).isEqualTo(Duration.ofMillis(800));
    }

    @Test
    void flagsWinOverTheFileAndAddTargets() throws Exception {
        BridgeConfig config = new ConfigBuilder()
                .file(file("agent: {listen: '127.0.0.1:1'}\n" + TARGET))
                .flags(flags("127.0.0.1:2", "a=/other", "b=relative/dir"))
                .build();
        assertThat(config.agent().listen()).containsExactly(new TcpAddress("127.0.0.1", 2));
        assertThat(directory(target(config, "a"))).isEqualTo(Path.of("/other"));
        assertThat(directory(target(config, "b")))
                .isEqualTo(Path.of("relative/dir").toAbsolutePath());
    }

    @Test
    void metricsCanBeSwitchedOff() throws Exception {
        assertThat(new ConfigBuilder()
                        .file(file("metrics: {listen: none}\n" + TARGET))
                        .build()
                        .metrics())
                .isEqualTo(Optional.empty());
    }

    @Test
    void allProblemsAreToldAtOnceWithTheirLines() throws Exception {
        Path file = file("""
                agent:
                  listen: 5555
                  reply-deadline: 1s
                  default-target: nobody
                  colour: red
                log: {level: loud}
                targets:
                  a: {timeout: 0ms}
                  b: {directory: srv/b, timeout: 3s}
                  'b c': {directory: /x}
                """);
        assertThatThrownBy(() -> new ConfigBuilder().file(file).build())
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        file
                                                + ":2: agent.listen: '5555' must be HOST:PORT or [IPV6]:PORT or unix:/PATH",
                                        file + ":5: agent.colour: unknown key",
                                        file + ":6: log.level: 'loud' must be one of debug, info, warn, error",
                                        file + ": targets.a.directory: is needed",
                                        file + ":8: targets.a.timeout: 0ms must be positive",
                                        file + ":9: targets.b.directory: 'srv/b' must be an absolute path",
                                        file + ":10: targets.b c: 'b c' must match [A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                                        file + ":4: agent.default-target: 'nobody' is not among the targets",
                                        file
                                                + ":9: targets.b.timeout: 3s must be shorter than agent.reply-deadline, 1s"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    `a: [1, 2`                                  | :1: is not YAML: expected
                    `just words`                                | : must be a mapping of keys to values
                    ``                                          | : must be a mapping of keys to values
                    `{}`                                        | targets: at least one target is needed
                    `targets: {}`                               | targets: at least one target is needed
                    `targets: {a: {directory: /x, directory: /y}}` | targets.a.directory: stands here a second time
                    `targets: {a: }`                            | :1: targets.a: needs a directory
                    `targets: {a: {directory: }}`               | :1: targets.a.directory: must be a single value
                    `targets: {a: {directory: [/x]}}`           | :1: targets.a.directory: must be a single value
                    `agent: {listen: []}`                       | :1: agent.listen: must name at least one
                    `agent: {listen: "::1:5555"}`               | must be HOST:PORT or [IPV6]:PORT or unix:/PATH
                    `agent: {listen: "a:70000"}`                | must be HOST:PORT or [IPV6]:PORT or unix:/PATH
                    `agent: {allow: 10.0.0.0/99}`               | '10.0.0.0/99' must be ADDRESS or ADDRESS/BITS
                    `agent: {max-connections: -3}`              | '-3' must be a whole number above 0
                    `agent: {reply-deadline: 5}`                | '5' must be a duration like 500ms, 2s, 1m, 1h or 1d
                    `agent: {reply-deadline: 20ms}`             | 20ms must be at least 100ms
                    """)
    void eachProblemSaysWhatIsWrong(String yaml, String message) throws Exception {
        Path file = file(yaml);
        assertThatThrownBy(() -> new ConfigBuilder().file(file).build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aMissingFileIsAProblemLikeAnyOther() {
        assertThatThrownBy(() ->
                        new ConfigBuilder().file(Path.of("/nonexistent.yaml")).build())
                .isInstanceOf(ConfigException.class)
                .hasMessage("/nonexistent.yaml: no such file");
    }

    @ParameterizedTest
    @CsvSource({"nonsense", "=/x", "a=", "'a b=/x'"})
    void aTargetFlagMustBeNameAndDirectory(String flag) {
        assertThatThrownBy(() -> new ConfigBuilder().flags(flags(null, flag)).build())
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--target: '");
    }

    @ParameterizedTest
    @CsvSource({"500ms", "2s", "1m", "1500ms", "1h", "7d", "90s"})
    void durationsReadBackAsTheyWereWritten(String text) {
        assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
    }
}
