/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.bridge.config.BridgeConfig.AdminConfig;
import io.hcbridge.bridge.config.BridgeConfig.AgentConfig;
import io.hcbridge.bridge.config.BridgeConfig.AgentConfig.UnknownTarget;
import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.log.LogConfig;
import io.hcbridge.bridge.probe.health.HealthProbeConfig;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Tests that the records reject invalid values and copy their arguments. */
class BridgeConfigTest {
    private static final ListenAddress ADDRESS = new TcpAddress("127.0.0.1", 5555);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static AgentConfig agent(List<ListenAddress> listen, Duration deadline, int connections, Duration ready) {
        return new AgentConfig(
                listen,
                List.of(),
                deadline,
                connections,
                Optional.of("a"),
                UnknownTarget.FAIL,
                ready,
                new SocketAccess(PosixFilePermissions.fromString("rw-------"), Optional.empty()),
                Optional.empty());
    }

    private static AgentConfig agent() {
        return agent(List.of(ADDRESS), SECOND, 1, SECOND);
    }

    private static TargetConfig target(String name, Duration timeout, OptionalInt maxConnections) {
        return new TargetConfig(
                name,
                new HealthProbeConfig(Path.of("/srv/a"), Path.of("/tmp"), Optional.empty()),
                timeout,
                OnFailed.FAIL,
                maxConnections);
    }

    private static BridgeConfig bridge(Optional<Path> stateFile, Map<String, TargetConfig> targets) {
        return new BridgeConfig(
                agent(),
                Optional.empty(),
                16,
                Optional.empty(),
                stateFile,
                Optional.empty(),
                new LogConfig(LogConfig.Level.INFO, LogConfig.Format.TEXT),
                Optional.empty(),
                Optional.empty(),
                targets,
                List.of());
    }

    private static void assertRejected(Runnable making, String message) {
        assertThatIllegalArgumentException().isThrownBy(making::run).withMessage(message);
    }

    @Test
    void agentHasAtLeastOneAddressAndNoDuplicates() {
        assertRejected(() -> agent(List.of(), SECOND, 1, SECOND), "agent.listen must have at least one address");
        assertRejected(
                () -> agent(List.of(ADDRESS, ADDRESS), SECOND, 1, SECOND),
                "agent.listen must not have an address twice: [127.0.0.1:5555, 127.0.0.1:5555]");
        List<ListenAddress> addresses = new ArrayList<>(List.of(ADDRESS));
        AgentConfig config = agent(addresses, SECOND, 1, SECOND);
        addresses.clear();
        assertThat(config.listen()).containsExactly(ADDRESS);
    }

    @Test
    void numbersOfAnAgentAreWithinTheirRanges() {
        assertThat(agent(List.of(ADDRESS), Duration.ofMillis(100), 1, Duration.ofMillis(1)))
                .isNotNull();
        assertThat(agent(List.of(ADDRESS), Duration.ofHours(1), Integer.MAX_VALUE, Duration.ofDays(1)))
                .isNotNull();
        assertRejected(() -> agent(List.of(ADDRESS), Duration.ofMillis(99), 1, SECOND), "99ms must be 100ms to 1h");
        assertRejected(() -> agent(List.of(ADDRESS), Duration.ofMinutes(61), 1, SECOND), "61m must be 100ms to 1h");
        assertRejected(() -> agent(List.of(ADDRESS), SECOND, 0, SECOND), "agent.max-connections: 0 must be at least 1");
        assertRejected(() -> agent(List.of(ADDRESS), SECOND, 1, Duration.ofHours(25)), "25h must be 1ms to 1d");
        assertRejected(() -> agent(List.of(ADDRESS), SECOND, 1, Duration.ZERO), "0ms must be 1ms to 1d");
    }

    @Test
    void targetHasANameATimeoutAndAPositiveLimit() {
        assertRejected(() -> target("", SECOND, OptionalInt.empty()), "'' must match [A-Za-z0-9][A-Za-z0-9._-]{0,63}");
        assertRejected(() -> target("a", Duration.ZERO, OptionalInt.empty()), "0ms must be 1ms to 1h");
        assertRejected(() -> target("a", SECOND, OptionalInt.of(0)), "maxconn: 0 must be at least 1");
        assertThat(target("a", Duration.ofMillis(1), OptionalInt.of(1))).isNotNull();
    }

    @Test
    void aBridgeHasTargetsUnderTheirNamesWithTimeoutsBelowTheDeadline() {
        TargetConfig good = target("a", Duration.ofMillis(999), OptionalInt.empty());
        assertRejected(() -> bridge(Optional.empty(), Map.of()), "at least one target is needed");
        assertRejected(() -> bridge(Optional.empty(), Map.of("b", good)), "target a is under b");
        assertRejected(
                () -> bridge(Optional.empty(), Map.of("a", target("a", SECOND, OptionalInt.empty()))),
                "1s must be shorter than agent.reply-deadline (1s)");
        assertRejected(
                () -> bridge(Optional.empty(), Map.of("b", target("b", Duration.ofMillis(1), OptionalInt.empty()))),
                "'a' is not among the targets");
        assertRejected(
                () -> bridge(Optional.of(Path.of("x")), Map.of("a", good)), "state-file must be an absolute path");
        Map<String, TargetConfig> targets = new LinkedHashMap<>(Map.of("a", good));
        BridgeConfig config = bridge(Optional.of(Path.of("/x")), targets);
        targets.clear();
        assertThat(config.targets()).containsOnlyKeys("a");
    }

    @Test
    void commandSocketHasAnAbsolutePath() {
        assertRejected(
                () -> new AdminConfig(Path.of("x"), Optional.empty(), List.of(), List.of()),
                "admin.socket: 'x' must be an absolute path");
        List<String> users = new ArrayList<>(List.of("a"));
        AdminConfig config = new AdminConfig(Path.of("/x"), Optional.empty(), users, users);
        users.clear();
        assertThat(config.readers()).containsExactly("a");
        assertThat(config.operators()).containsExactly("a");
    }
}
