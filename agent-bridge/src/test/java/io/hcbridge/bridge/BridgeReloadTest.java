/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.bridge.config.ConfigBuilder;
import io.hcbridge.bridge.config.ConfigException;
import io.hcbridge.bridge.config.LoadedConfig;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.reload.ReloadResult;
import io.hcbridge.ipc.command.CommandClient;
import io.hcbridge.ipc.command.CommandException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The reload of a whole bridge in this process. */
@Timeout(30)
class BridgeReloadTest {
    @TempDir
    Path directory;

    private Bridge bridge;
    private int port;
    private ScriptedService service;

    @BeforeEach
    void start() throws Exception {
        service = ScriptedService.in(directory, "a", ScriptedService.repliesStatus("up\n"));
        write("", target("orders"));
        bridge = new Bridge(load(), this::load, "test");
        port = ((TcpAddress) bridge.start().get(0)).port();
    }

    @AfterEach
    void stop() throws Exception {
        bridge.close();
        service.close();
    }

    private LoadedConfig load() throws ConfigException {
        return new ConfigBuilder().file(directory.resolve("hcbridge.yaml")).load();
    }

    private String target(String name) {
        return "  " + name + ": {directory: " + directory + ", socket-directory: " + directory + "}\n";
    }

    private void write(String agentKeys, String targets) throws Exception {
        Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent:
                  listen: 127.0.0.1:0
                  reply-deadline: 5s
                %s
                metrics: {listen: none}
                log: {level: error}
                admin: {socket: %s/admin.sock}
                targets:
                %s
                """.formatted(agentKeys, directory, targets));
    }

    private ReloadResult reload() throws Exception {
        return bridge.reload().orElseThrow().start(false).get(10, TimeUnit.SECONDS);
    }

    private String command(String name, Map<String, ?> arguments) throws Exception {
        return CommandClient.to(directory.resolve("admin.sock")).call(name, arguments);
    }

    @Test
    void targetsAreAddedAndRemoved() throws Exception {
        assertThat(AgentClient.ask(port, "search\n")).isEqualTo("failed fail #unknown target 'search'\n");
        write("", target("search"));
        assertThat(reload().changes()).containsExactly("+ search", "- orders");
        assertThat(AgentClient.ask(port, "search\n")).isEqualTo("up\n");
        assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("failed fail #unknown target 'orders'\n");
    }

    /** The first probe of a kind would block the event loop. */
    @Test
    void targetOfANewKindIsProbedBeforeItIsUsed() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            write("", target("orders") + "  cache: {tcp: {address: '127.0.0.1:" + listener.getLocalPort() + "'}}\n");
            assertThat(reload().changes()).containsExactly("+ cache");
            listener.setSoTimeout(10_000);
            assertThat(listener.accept().isConnected()).isTrue();
        }
    }

    @Test
    void keysOfTheAgentPortChange() throws Exception {
        write("  unknown-target: report\n  default-target: orders", target("orders"));
        assertThat(reload().isSuccess()).isTrue();
        assertThat(AgentClient.ask(port, "nope\n")).isEqualTo("failed #unknown target 'nope'\n");
        assertThat(AgentClient.ask(port, "\n")).isEqualTo("up\n");
        write("  allow: 10.0.0.0/8", target("orders"));
        assertThat(reload().isSuccess()).isTrue();
        assertThat(AgentClient.ask(port, "")).isEmpty();
    }

    @Test
    void overrideSurvivesAChangeAndTheAbsenceOfItsTarget() throws Exception {
        command("set", Map.of("target", "orders", "state", "drain"));
        assertThat(AgentClient.ask(port, "orders\n")).startsWith("drain up #set by ");
        write("", target("search"));
        reload();
        write("", target("search") + target("orders").replace("}", ", timeout: 1s}"));
        assertThat(reload().changes()).containsExactly("+ orders");
        assertThat(AgentClient.ask(port, "orders\n")).startsWith("drain up #set by ");
        command("clear", Map.of("target", "orders"));
        assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("ready up\n");
    }

    @Test
    void checkInFlightOfARemovedTargetGetsTheReplyOfItsService() throws Exception {
        service.setBehaviour(service.hangs());
        try (AgentClient client = new AgentClient(port).send("orders\n")) {
            while (service.hanging().isEmpty()) {
                Thread.onSpinWait();
            }
            write("", target("search"));
            assertThat(reload().isSuccess()).isTrue();
            service.hanging().get(0).write(StandardCharsets.US_ASCII.encode("up\n"));
            assertThat(client.reply()).isEqualTo("up\n");
        }
    }

    @Test
    void commandReloadsAndReportsProblems() throws Exception {
        write("", target("orders") + target("search"));
        assertThat(command("reload", Map.of("dry-run", true))).contains("\"+ search\"", "\"dry-run\":true");
        assertThat(AgentClient.ask(port, "search\n")).startsWith("failed fail");
        assertThat(command("reload", Map.of())).contains("\"+ search\"");
        assertThat(AgentClient.ask(port, "search\n")).isEqualTo("up\n");
        write("  max-connections: 5", target("orders"));
        assertThatThrownBy(() -> command("reload", Map.of()))
                .isInstanceOf(CommandException.class)
                .hasMessage("the configuration was not changed:\n"
                        + "  agent.max-connections: changed, and takes effect only after a restart of the bridge");
        assertThatThrownBy(() -> command("reload", Map.of("dry-run", "maybe")))
                .hasMessage("dry-run: 'maybe' must be true or false");
        assertThat(AgentClient.ask(port, "search\n")).isEqualTo("up\n");
    }
}
