/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static io.hcbridge.bridge.config.Configs.TARGET;
import static io.hcbridge.bridge.config.Configs.flags;
import static io.hcbridge.bridge.config.Configs.problems;
import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.config.BridgeConfig.AdminConfig;
import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.log.LogConfig;
import io.hcbridge.bridge.probe.health.HealthProbeConfig;
import io.hcbridge.bridge.shape.Ramp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigBuilderTest {
    @TempDir
    Path directory;

    private ConfigBuilder file(String yaml) throws IOException {
        return new ConfigBuilder().file(Files.writeString(directory.resolve("c.yaml"), yaml));
    }

    private static Path directory(BridgeConfig config, String target) {
        return ((HealthProbeConfig) target(config, target).probe()).directory();
    }

    private static TargetConfig target(BridgeConfig config, String name) {
        return Objects.requireNonNull(config.targets().get(name));
    }

    @Test
    void aFileWithEveryKey() throws Exception {
        BridgeConfig config = file("""
                        agent:
                          listen: ['127.0.0.1:5555', '[::1]:5555', unix:/run/hcbridge/agent.sock]
                          allow: [127.0.0.0/8, 10.0.0.0/8]
                          socket-mode: 0666
                          socket-group: haproxy
                          reply-deadline: 2s
                          max-connections: 7
                          default-target: orders
                          ready-for: 1m
                        state-file: /var/lib/hcbridge/state.json
                        admin:
                          socket: /run/hcbridge/admin.sock
                          group: ops
                          readers: ['@monitoring', 1000]
                          operators: deploy
                        metrics: {listen: 127.0.0.1:9404}
                        log: {level: debug, format: json}
                        targets:
                          orders:   {directory: /srv/orders}
                          payments: {directory: /srv/payments, socket-directory: /run/p, user: pay, timeout: 500ms, on-failed: report, maxconn: 77}
                        """).build();

        assertThat(config.agent().listen())
                .containsExactly(
                        new TcpAddress("127.0.0.1", 5555),
                        new TcpAddress("::1", 5555),
                        new UnixAddress(Path.of("/run/hcbridge/agent.sock")));
        assertThat(config.agent().allow()).hasToString("[127.0.0.0/8, 10.0.0.0/8]");
        assertThat(config.agent().socketAccess())
                .isEqualTo(new SocketAccess(PosixFilePermissions.fromString("rw-rw-rw-"), Optional.of("haproxy")));
        assertThat(config.agent().replyDeadline()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.agent().maxConnections()).isEqualTo(7);
        assertThat(config.agent().defaultTarget()).contains("orders");
        assertThat(config.agent().readyFor()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.stateFile()).contains(Path.of("/var/lib/hcbridge/state.json"));
        assertThat(config.admin())
                .contains(new AdminConfig(
                        Path.of("/run/hcbridge/admin.sock"),
                        Optional.of("ops"),
                        List.of("@monitoring", "1000"),
                        List.of("deploy")));
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
                                new HealthProbeConfig(Path.of("/srv/payments"), Path.of("/run/p"), Optional.of("pay")),
                                Duration.ofMillis(500),
                                OnFailed.REPORT,
                                OptionalInt.of(77)));
    }

    @Test
    void allKeysExceptTargetsHaveDefaults() throws Exception {
        BridgeConfig config = file(TARGET).build();
        assertThat(config.agent().listen()).containsExactly(new TcpAddress("127.0.0.1", 5555));
        assertThat(config.agent().allow()).isEmpty();
        assertThat(config.agent().socketAccess())
                .isEqualTo(new SocketAccess(PosixFilePermissions.fromString("rw-rw----"), Optional.empty()));
        assertThat(config.agent().replyDeadline()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.agent().maxConnections()).isEqualTo(10_000);
        assertThat(config.agent().defaultTarget()).isEmpty();
        assertThat(config.agent().readyFor()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.stateFile()).isEmpty();
        assertThat(config.admin()).isEmpty();
        assertThat(config.metrics()).contains(new TcpAddress("127.0.0.1", 9404));
        assertThat(config.log()).isEqualTo(new LogConfig(LogConfig.Level.INFO, LogConfig.Format.TEXT));
        assertThat(target(config, "a").timeout()).isEqualTo(Duration.ofMillis(800));
    }

    @Test
    void flagsReplaceValuesOfTheFileAndAddTargets() throws Exception {
        BridgeConfig config = file("agent: {listen: ['127.0.0.1:1', '127.0.0.1:3']}\n" + TARGET)
                .flags(flags("--listen=127.0.0.1:2", "--target=a=/other", "--target=b=relative/dir"))
                .build();
        assertThat(config.agent().listen()).containsExactly(new TcpAddress("127.0.0.1", 2));
        assertThat(directory(config, "a")).isEqualTo(Path.of("/other"));
        assertThat(directory(config, "b")).isEqualTo(Path.of("relative/dir").toAbsolutePath());
    }

    @Test
    void targetFlagKeepsTheOtherKeysOfTheTarget() throws Exception {
        BridgeConfig config = file("targets: {a: {timeout: 300ms, user: pay, socket-directory: /run}}\n")
                .flags(flags("--target=a=/srv/a"))
                .build();
        assertThat(target(config, "a"))
                .isEqualTo(new TargetConfig(
                        "a",
                        new HealthProbeConfig(Path.of("/srv/a"), Path.of("/run"), Optional.of("pay")),
                        Duration.ofMillis(300),
                        OnFailed.FAIL,
                        OptionalInt.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{for: 30s}|30|10",
                "{for: 1h, from: 1}|3600|1",
                "{for: 1s, from: 99}|1|99",
            })
    void rampHasALengthAndAFirstWeight(String ramp, int seconds, int from) throws Exception {
        BridgeConfig config =
                file("targets: {a: {directory: /srv/a, ramp: " + ramp + "}}\n").build();
        assertThat(target(config, "a").ramp()).contains(new Ramp(Duration.ofSeconds(seconds), from));
        assertThat(target(file(TARGET).build(), "a").ramp()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{from: 20}|.from: has no effect without ramp.for",
                "{for: 500ms}|.for: 500ms must be 1s to 1h",
                "{for: 30s, from: 100}|.from: '100' must be a whole number, 1 to 99",
                "{for: 30s, from: 0}|.from: '0' must be a whole number, 1 to 99",
                "{for: 30s, from: a tenth}|.from: 'a tenth' must be a whole number, 1 to 99",
                "{for: 30s, fron: 10}|.fron: unknown key; did you mean 'from'?",
                "30s|: must be a mapping of keys to values",
            })
    void wrongRampIsAnErrorWithTheRule(String ramp, String message) throws Exception {
        ConfigBuilder builder = file("targets: {a: {directory: /srv/a, ramp: " + ramp + "}}\n");
        assertThat(problems(builder)).containsExactly("c.yaml:1: targets.a.ramp" + message);
    }

    @Test
    void pathsOfFlagsMayBeRelativeToTheWorkingDirectory() throws Exception {
        BridgeConfig config = file(TARGET)
                .flags(flags("--state-file=x/../state.json", "--admin-socket=admin.sock"))
                .build();
        assertThat(config.stateFile()).contains(Path.of("state.json").toAbsolutePath());
        assertThat(config.admin().orElseThrow().socket())
                .isEqualTo(Path.of("admin.sock").toAbsolutePath());
    }

    @Test
    void metricsCanBeDisabled() throws Exception {
        assertThat(file("metrics: {listen: none}\n" + TARGET).build().metrics()).isEmpty();
        assertThat(file(TARGET).flags(flags("--metrics=none")).build().metrics())
                .isEmpty();
    }

    @Test
    void emptySectionIsTreatedAsAbsent() throws Exception {
        assertThat(file("agent:\nadmin: {}\nlog: null\n" + TARGET)
                        .build()
                        .agent()
                        .maxConnections())
                .isEqualTo(10_000);
    }

    @Test
    void aliasHasTheValueOfItsAnchor() throws Exception {
        BridgeConfig config = file("""
                targets:
                  a: &common {directory: /srv/a, timeout: 200ms}
                  b: *common
                """).build();
        assertThat(directory(config, "b")).isEqualTo(Path.of("/srv/a"));
    }

    @Test
    void targetMustBeAMapping() throws Exception {
        assertThat(problems(file("targets:\n  a: /srv/a\n")))
                .containsExactly(
                        "c.yaml:2: targets.a: needs directory",
                        "c.yaml:2: targets.a: must be a mapping of keys to values");
    }

    @Test
    void allErrorsAreListedInLineOrder() throws Exception {
        assertThat(problems(file("""
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
                          c: {directory: /x, retires: 1, retires: 2}
                        """).flags(flags("--log-format=xml", "--metrics=x"))))
                .containsExactly(
                        "c.yaml:2: agent.listen: '5555' must be HOST:PORT or [IPV6]:PORT or unix:/PATH",
                        "c.yaml:4: agent.default-target: 'nobody' is not among the targets",
                        "c.yaml:5: agent.colour: unknown key",
                        "c.yaml:6: log.level: 'loud' must be one of debug, info, warn, error",
                        "c.yaml:8: targets.a: needs directory",
                        "c.yaml:8: targets.a.timeout: 0ms must be positive",
                        "c.yaml:9: targets.b.directory: 'srv/b' must be an absolute path",
                        "c.yaml:9: targets.b.timeout: 3s must be shorter than agent.reply-deadline (1s)",
                        "c.yaml:10: targets.b c: 'b c' must match [A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                        "c.yaml:11: targets.c.retires: unknown key",
                        "c.yaml:11: targets.c.retires: duplicate key, first defined at line 11",
                        "--metrics: 'x' must be HOST:PORT or [IPV6]:PORT",
                        "--log-format: 'xml' must be one of text, json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `a: [1, 2`                                  | c.yaml:1: not YAML: expected ',' or ']', but got <stream end>
            `a: 1\n---\nb: 2`                           | c.yaml:2: not YAML: but found another document
            `a: *b`                                     | c.yaml:1: not YAML: found undefined alias b
            `just words`                                | c.yaml: must be a mapping of keys to values
            ``                                          | c.yaml: must be a mapping of keys to values
            `# only a comment`                          | c.yaml: must be a mapping of keys to values
            `[a, b]`                                    | c.yaml: must be a mapping of keys to values
            `{}`                                        | targets: at least one target is needed
            `targets: {}`                               | targets: at least one target is needed
            `targets: [a]`                              | c.yaml:1: targets: must be a mapping of keys to values
            `targets: {a: {directory: /x},\n a: {}}`    | c.yaml:2: targets.a: duplicate key, first defined at line 1
            `targets: {a: }`                            | c.yaml:1: targets.a: needs directory
            `targets: {a: {directory: }}`               | c.yaml:1: targets.a.directory: must be a single value
            `targets: {a: {directory: [/x]}}`           | c.yaml:1: targets.a.directory: must be a single value
            `targets: {a: {directory: ""}}`             | c.yaml:1: targets.a.directory: '' must be a path
            `targets: {a: {directory: "/a\\0"}}`        | c.yaml:1: targets.a.directory: '/a\0' must be a path
            `targets: {? [a] : {directory: /x}}`        | c.yaml:1: targets.?: a key must be a single word
            `agent: {listen: []}`                       | c.yaml:1: agent.listen: must have at least one value
            `agent: {listen: [[]]}`                     | c.yaml:1: agent.listen: must be a single value
            `agent: {listen: "::1:5555"}`               | c.yaml:1: agent.listen: '::1:5555' must be HOST:PORT or [IPV6]:PORT or unix:/PATH
            `agent: {listen: "unix:a"}`                 | c.yaml:1: agent.listen: 'unix:a' must be unix: followed by an absolute path
            `agent: {allow: 10.0.0.0/99}`               | c.yaml:1: agent.allow: '10.0.0.0/99' must be ADDRESS or ADDRESS/BITS of at most 32
            `agent: {max-connections: -3}`              | c.yaml:1: agent.max-connections: '-3' must be a whole number, 1 to 2147483647
            `agent: {reply-deadline: 5}`                | c.yaml:1: agent.reply-deadline: '5' must be a duration like 500ms, 2s, 1m, 1h or 1d
            `agent: {reply-deadline: 99ms}`             | c.yaml:1: agent.reply-deadline: 99ms must be 100ms to 1h
            `agent: {reply-deadline: 61m}`              | c.yaml:1: agent.reply-deadline: 61m must be 100ms to 1h
            `agent: {ready-for: 25h}`                   | c.yaml:1: agent.ready-for: 25h must be 1ms to 1d
            `agent: {socket-mode: 0770}`                | c.yaml:1: agent.socket-mode: '0770' must be a mode like 0660 or rw-rw----, with write permission for the owner and without execute bits
            `agent: {socket-group: "@a"}`               | c.yaml:1: agent.socket-group: '@a' must be a name or a number
            `admin: {socket: x.sock}`                   | c.yaml:1: admin.socket: 'x.sock' must be an absolute path
            `admin: {socket: /x, readers: "a b"}`       | c.yaml:1: admin.readers: 'a b' must be a user, or @ followed by a group, by name or number
            `state-file: x`                             | c.yaml:1: state-file: 'x' must be an absolute path
            """)
    void errorNamesTheValueAndTheRule(String yaml, String message) throws Exception {
        assertThat(problems(file(yaml))).containsExactly(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            agent: {lisen: x}             | c.yaml:1: agent.lisen: unknown key; did you mean 'listen'?
            agents: {listen: x}           | c.yaml:1: agents: unknown key; did you mean 'agent'?
            listen: x                     | c.yaml:1: listen: unknown key
            statefile: /x                 | c.yaml:1: statefile: unknown key; did you mean 'state-file'?
            target: {}                    | c.yaml:1: target: unknown key; did you mean 'targets'?
            agent: {default-target: orders}  | c.yaml:1: agent.default-target: 'orders' is not among the targets; did you mean 'order'?
            """)
    void errorForAnUnknownWordNamesTheNearestKnownOne(String yaml, String message) throws Exception {
        assertThat(problems(file(yaml + "\ntargets: {order: {directory: /x}}"))).containsExactly(message);
    }

    @Test
    void errorForAnUnknownKeyOfATargetNamesTheNearestKeyOfItsProbe() throws Exception {
        assertThat(problems(file("targets: {a: {directory: /x, time-out: 1s, socketdirectory: /y}}")))
                .containsExactly(
                        "c.yaml:1: targets.a.time-out: unknown key; did you mean 'timeout'?",
                        "c.yaml:1: targets.a.socketdirectory: unknown key; did you mean 'socket-directory'?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            agent: {listen: ['127.0.0.1:1', '127.0.0.1:1']}                       | c.yaml:1: agent.listen: '127.0.0.1:1' is already used (c.yaml:1: agent.listen)
            agent: {listen: ['127.0.0.1:9404']}                                   | metrics.listen: '127.0.0.1:9404' is already used (c.yaml:1: agent.listen)
            metrics: {listen: '127.0.0.1:5555'}                                   | c.yaml:1: metrics.listen: '127.0.0.1:5555' is already used (agent.listen)
            {agent: {listen: 'unix:/run/a.sock'}, admin: {socket: /run/x/../a.sock}, | c.yaml:1: admin.socket: 'unix:/run/a.sock' is already used (c.yaml:1: agent.listen)
            {state-file: /run/a.sock, admin: {socket: /run/a.sock},                  | c.yaml:1: state-file: '/run/a.sock' is already used (c.yaml:1: admin.socket)
            """)
    void addressUsedTwiceIsAnError(String yaml, String message) throws Exception {
        String target = "targets: {a: {directory: /srv/a}}";
        assertThat(problems(file(yaml.endsWith(",") ? yaml + target + "}" : yaml + "\n" + target)))
                .containsExactly(message);
    }

    @Test
    void portZeroCanBeUsedMoreThanOnce() throws Exception {
        BridgeConfig config = file(TARGET)
                .flags(flags("--listen=127.0.0.1:0", "--listen=[::1]:0", "--metrics=127.0.0.1:0"))
                .build();
        assertThat(config.agent().listen()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket-mode: 0660", "socket-group: ops"})
    void socketModeAndGroupWithoutAUnixSocketAreAnError(String access) throws Exception {
        String key = access.substring(0, access.indexOf(':'));
        String problem = "c.yaml:1: agent." + key + ": has no effect without a unix socket in agent.listen";
        assertThat(problems(file("agent: {" + access + "}\n" + TARGET))).containsExactly(problem);
        assertThat(problems(file("agent: {" + access + ", listen: '127.0.0.1:1'}\n" + TARGET)))
                .containsExactly(problem);
        assertThat(problems(file("agent: {" + access + ", listen: nonsense}\n" + TARGET)))
                .singleElement()
                .asString()
                .contains("nonsense");
        assertThat(file("agent: {" + access + ", listen: ['127.0.0.1:1', 'unix:/run/a.sock']}\n" + TARGET)
                        .build())
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"group: ops", "readers: ops", "operators: [a, b]"})
    void accessRulesWithoutACommandSocketAreAnError(String right) throws Exception {
        String key = right.substring(0, right.indexOf(':'));
        assertThat(problems(file("admin: {" + right + "}\n" + TARGET)))
                .containsExactly("c.yaml:1: admin." + key + ": has no effect without admin.socket");
        assertThat(file("admin: {" + right + "}\n" + TARGET)
                        .flags(flags("--admin-socket=/run/a.sock"))
                        .build()
                        .admin())
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"999ms, 1s, true", "1s, 1s, false", "1001ms, 1s, false", "1s, 1001ms, true"})
    void timeoutMustBeShorterThanTheReplyDeadline(String timeout, String deadline, boolean isGood) throws Exception {
        ConfigBuilder builder = file("targets: {a: {directory: /x, timeout: " + timeout + "}}")
                .flags(flags("--reply-deadline=" + deadline));
        assertThat(problems(builder))
                .isEqualTo(
                        isGood
                                ? List.of()
                                : List.of("c.yaml:1: targets.a.timeout: " + timeout
                                        + " must be shorter than agent.reply-deadline (" + deadline + ")"));
    }

    @ParameterizedTest
    @CsvSource({"100ms, 80ms", "101ms, 80800us", "1h, 48m"})
    void defaultTimeoutIsFourFifthsOfTheReplyDeadline(String deadline, String timeout) throws Exception {
        BridgeConfig config =
                file(TARGET).flags(flags("--reply-deadline=" + deadline)).build();
        Duration expected = timeout.endsWith("us")
                ? Duration.ofNanos(1000L * Integer.parseInt(timeout.replace("us", "")))
                : io.hcbridge.ipc.internal.Durations.parse(timeout);
        assertThat(target(config, "a").timeout()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "=/x", "a=", "a b=/x", ""})
    void targetFlagMustBeNameAndDirectory(String flag) {
        assertThat(problems(new ConfigBuilder().flags(new ConfigFlags(Map.of("--target", List.of(flag))))))
                .singleElement()
                .asString()
                .startsWith("--target: '");
    }

    @Test
    void targetDefinedTwiceByFlagsIsAnError() {
        assertThat(problems(new ConfigBuilder().flags(flags("--target=a=/x", "--target=b=/x", "--target=a=/y"))))
                .containsExactly("--target: target 'a' is defined twice");
    }

    @Test
    void directoryMayContainAnEqualsSign() throws Exception {
        BridgeConfig config =
                new ConfigBuilder().flags(flags("--target=a=/srv/a=b")).build();
        assertThat(directory(config, "a")).isEqualTo(Path.of("/srv/a=b"));
    }
}
