/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.hcbridge.bridge.config.ConfigBuilder;
import io.hcbridge.bridge.config.ConfigException;
import io.hcbridge.bridge.config.LoadedConfig;
import io.hcbridge.bridge.config.TcpAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bridge whose targets are discovered. */
@Timeout(60)
final class DiscoveryBridgeTest {
    @TempDir
    private Path directory;

    private Path srv;
    private int port;

    @BeforeEach
    void create() throws Exception {
        srv = Files.createDirectory(directory.resolve("srv"));
    }

    @Test
    void servicesAreAnsweredFromTheFirstCheckOn() throws Exception {
        try (ScriptedService orders = service("orders", "up\n");
                Bridge bridge = start("")) {
            assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("up\n");
            assertThat(AgentClient.ask(port, "web\n")).isEqualTo("failed fail #unknown target 'web'\n");
            try (ScriptedService web = service("web", "down #db\n")) {
                await("web", "down #db\n");
                assertThat(web.accepted()).isPositive();
            }
            Files.delete(srv.resolve("web").resolve(".hc-socket"));
            await("web", "stopped #no .hc-socket in " + srv.resolve("web") + "\n");
            await("web", "failed fail #unknown target 'web'\n");
            assertThat(orders.accepted()).isPositive();
            assertThat(bridge.isClosed()).isFalse();
        }
    }

    @Test
    void drainOfAServiceThatEndsStays() throws Exception {
        try (ScriptedService orders = service("orders", "drain up #deploy\n");
                Bridge bridge = start("forget-after: 1h")) {
            assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("drain up #deploy\n");
            Files.delete(srv.resolve("orders").resolve(".hc-socket"));

            await("orders", "drain stopped #no .hc-socket in " + srv.resolve("orders") + "\n");
            assertThat(orders.accepted()).isPositive();
            assertThat(bridge.isClosed()).isFalse();
        }
    }

    @Test
    void aConfiguredTargetGoesBeforeADiscoveredOne() throws Exception {
        Path own = Files.createDirectory(directory.resolve("own"));
        try (ScriptedService discovered = service("orders", "up\n");
                ScriptedService configured =
                        ScriptedService.in(own, "own", ScriptedService.repliesStatus("down #configured\n"));
                Bridge bridge =
                        start("", "targets: {orders: {directory: %1$s, socket-directory: %1$s}}".formatted(own))) {
            assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("down #configured\n");
            assertThat(discovered.accepted()).isZero();
            assertThat(configured.accepted()).isPositive();
            assertThat(bridge.isClosed()).isFalse();
        }
    }

    @Test
    void aReloadAppliesChangedRulesAndKeepsDiscoveredTargets() throws Exception {
        Path opt = Files.createDirectory(directory.resolve("opt"));
        try (ScriptedService orders = service("orders", "up\n");
                Bridge bridge = start("")) {
            write("", "agent: {unknown-target: report}");
            assertThat(bridge.reload()
                            .orElseThrow()
                            .start(false)
                            .get(20, TimeUnit.SECONDS)
                            .isSuccess())
                    .isTrue();
            assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("up\n");
            assertThat(AgentClient.ask(port, "web\n")).isEqualTo("failed #unknown target 'web'\n");

            srv = opt;
            write("", "");
            assertThat(bridge.reload()
                            .orElseThrow()
                            .start(false)
                            .get(20, TimeUnit.SECONDS)
                            .changes())
                    .contains("~ discover: changed");
            assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("failed fail #unknown target 'orders'\n");
            try (ScriptedService web = service("web", "up\n")) {
                await("web", "up\n");
                assertThat(web.accepted()).isPositive();
            }
            assertThat(orders.accepted()).isPositive();
        }
    }

    @Test
    void aFirstScanThatFailsEndsTheStart() throws Exception {
        Files.delete(srv);

        assertThatIOException().isThrownBy(() -> start("")).withMessage("discover: " + srv + " does not exist");
    }

    private Bridge start(String ruleKeys, String... lines) throws Exception {
        write(ruleKeys, lines);
        Bridge bridge = new Bridge(load(), this::load, "test");
        try {
            port = ((TcpAddress) bridge.start().get(0)).port();
            return bridge;
        } catch (Exception e) {
            bridge.close();
            throw e;
        }
    }

    private LoadedConfig load() throws ConfigException {
        return new ConfigBuilder().file(directory.resolve("hcbridge.yaml")).load();
    }

    private void write(String ruleKeys, String... lines) throws Exception {
        String rule = ruleKeys.isEmpty() ? "forget-after: 300ms" : ruleKeys;
        Files.writeString(directory.resolve("hcbridge.yaml"), """
                metrics: {listen: none}
                log: {level: error}
                discover:
                  - {directories: %s/*, %s, defaults: {socket-directory: %s}}
                %s
                """.formatted(srv, rule, directory, agent(lines)));
    }

    /** The agent keys of all tests, and further lines. */
    private static String agent(String... lines) {
        String more = String.join("\n", lines);
        return more.startsWith("agent: {")
                ? "agent: {listen: '127.0.0.1:0', reply-deadline: 5s, " + more.substring("agent: {".length())
                : "agent: {listen: '127.0.0.1:0', reply-deadline: 5s}\n" + more;
    }

    private ScriptedService service(String name, String reply) throws Exception {
        Path own = Files.createDirectories(srv.resolve(name));
        return ScriptedService.in(own, directory, name, ScriptedService.repliesStatus(reply));
    }

    private void await(String target, String reply) throws Exception {
        String last = AgentClient.ask(port, target + "\n");
        while (!last.equals(reply)) {
            last = AgentClient.ask(port, target + "\n");
        }
    }
}
