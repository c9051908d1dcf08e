/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.config.ProbeSchedule.Reported;
import io.hcbridge.bridge.probe.push.PushConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the configuration of pushed reports. */
final class PushConfigTest {
    @TempDir
    Path directory;

    private ConfigBuilder file(String yaml) throws IOException {
        return new ConfigBuilder().file(Files.writeString(directory.resolve("c.yaml"), yaml));
    }

    private static TargetConfig orders(BridgeConfig config) {
        return Objects.requireNonNull(config.targets().get("orders"));
    }

    @Test
    void aPushTargetHasAUserAndATtl() throws Exception {
        BridgeConfig config = file("push: {group: edge}\ntargets: {orders: {push: {ttl: 7s, user: orders}}}\n")
                .build();
        assertThat(orders(config).probe()).isEqualTo(new PushConfig(Duration.ofSeconds(7), "orders"));
        assertThat(orders(config).schedule()).isEqualTo(new Reported());
        PushGroupConfig group = config.push().orElseThrow();
        assertThat(group.lock()).hasToString("/run/hcbridge/edge.lock");
        assertThat(group.socket()).hasToString("/run/hcbridge/edge.sock");
        assertThat(group.access())
                .isEqualTo(new SocketAccess(PosixFilePermissions.fromString("rw-rw----"), Optional.empty()));
    }

    @Test
    void theGroupHasADirectoryAModeAndAUnixGroup() throws Exception {
        BridgeConfig config = file("""
                push: {group: edge, directory: /srv/g, socket-mode: '0600', socket-group: orders}
                targets: {orders: {push: {user: 1000}}}
                """).build();
        assertThat(orders(config).probe()).isEqualTo(new PushConfig(Duration.ofSeconds(5), "1000"));
        assertThat(config.push())
                .contains(new PushGroupConfig(
                        "edge",
                        Path.of("/srv/g"),
                        new SocketAccess(PosixFilePermissions.fromString("rw-------"), Optional.of("orders"))));
    }

    @Test
    void riseFallAndFlapDampReportsAndDefaultsForProbesAreNotUsed() throws Exception {
        BridgeConfig config = file("""
                defaults: {timeout: 300ms, interval: 2s, fall: 3}
                push: {group: edge}
                targets: {orders: {push: {user: orders}, rise: 2, flap: {changes: 4}}}
                """).build();
        assertThat(orders(config).stability().rise()).isEqualTo(2);
        assertThat(orders(config).stability().fall()).isEqualTo(3);
        assertThat(orders(config).stability().flap()).isPresent();
        assertThat(orders(config).timeout()).isEqualTo(Duration.ofMillis(800));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{push: {}}|: needs push.user",
                "{push: {ttl: 5s}}|: needs push.user",
                "{push: {user: a/b}}|.push.user: 'a/b' must be a name or a number",
                "{push: {user: a, ttl: 999ms}}|.push.ttl: 999ms must be 1s to 1h",
                "{push: {user: a, ttl: 2h}}|.push.ttl: 2h must be 1s to 1h",
                "{push: {user: a}, interval: 2s}|.interval: has no effect in a target that is not probed",
                "{push: {user: a}, timeout: 2s}|.timeout: has no effect in a target that is not probed",
                "{push: {user: a}, cache-for: 2s}|.cache-for: has no effect in a target that is not probed",
                "{push: {user: a}, directory: /x}|.directory: a target can have only one kind of probe, and line 2 has 'push'",
            })
    void wrongTargetIsAnErrorWithItsPlaceAndTheRule(String target, String message) throws Exception {
        assertThat(Configs.problems(file("push: {group: edge}\ntargets: {x: " + target + "}\n")))
                .containsExactly("c.yaml:2: targets.x" + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "push: {directory: /x}|push.directory: has no effect without push.group",
                "push: {socket-mode: '0600'}|push.socket-mode: has no effect without push.group",
                "push: {socket-group: x}|push.socket-group: has no effect without push.group",
                "push: {group: a/b}|push.group: 'a/b' must be 1 to 64 letters, digits, '.', '_' or '-', and must not begin with '.' or '-'",
                "push: {group: a, directory: x}|push.directory: 'x' must be an absolute path",
                "push: {group: a, socket-mode: '777'}|push.socket-mode: '777' must be a mode like 0660 or rw-rw----, with write permission for the owner and without execute bits",
                "push: {group: a, directory: /x}; agent: {listen: 'unix:/x/a.sock'}|push.group: 'unix:/x/a.sock' is already used (",
                "push: {group: a, directory: /x}; agent: {group: {name: a, directory: /x}}|agent.group.name: '/x/a.lock' is already used (",
                "push: {group: a, directory: /x}; state-file: /x/a.lock|state-file: '/x/a.lock' is already used (",
            })
    void wrongGroupIsAnErrorWithItsPlaceAndTheRule(String yaml, String message) throws Exception {
        assertThat(Configs.problems(file(yaml.replace("; ", "\n") + "\n" + Configs.TARGET)))
                .singleElement()
                .asString()
                .contains(": " + message);
    }

    @Test
    void aPushTargetNeedsTheGroup() throws Exception {
        assertThat(Configs.problems(file("targets: {x: {push: {user: a}}}\n")))
                .containsExactly(
                        "c.yaml:1: targets.x: needs push.group, the group to which its service pushes reports");
    }

    @Test
    void aLongPathOfTheSocketIsAnErrorOfTheName() throws Exception {
        String deep = "/" + "d".repeat(100);
        assertThat(Configs.problems(file("push: {group: edge, directory: " + deep + "}\n" + Configs.TARGET)))
                .singleElement()
                .asString()
                .startsWith("c.yaml:1: push.group: '" + deep + "/.edge.sock' must be at most 107 bytes; it has 112");
    }
}
