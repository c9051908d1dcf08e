/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.hcbridge.bridge.config.ConfigBuilder;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.config.UnixAddress;
import io.hcbridge.ipc.command.CommandClient;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Two bridges of one group in this process. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class StandbyBridgeTest {
    @TempDir
    Path directory;

    private final Deque<Bridge> bridges = new ArrayDeque<>();
    private ScriptedService service;
    private int port;

    @BeforeEach
    void start() throws Exception {
        service = ScriptedService.in(directory, "a", ScriptedService.repliesStatus("up\n"));
        port = ((TcpAddress) added().start().get(0)).port();
    }

    @AfterEach
    void stop() {
        bridges.forEach(Bridge::close);
        service.close();
    }

    private Bridge added() throws Exception {
        return added("");
    }

    private Bridge added(String furtherAddress) throws Exception {
        Path file = Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent:
                  listen: ['127.0.0.1:0', 'unix:%1$s/agent.sock'%2$s]
                  group: {name: edge, directory: %1$s}
                state-file: %1$s/state.json
                admin: {socket: %1$s/admin.sock}
                metrics: {listen: none}
                targets:
                  orders: {directory: %1$s, socket-directory: %1$s}
                """.formatted(directory, furtherAddress));
        Bridge bridge = new Bridge(new ConfigBuilder().file(file).build(), "test");
        bridges.addFirst(bridge);
        return bridge;
    }

    @Test
    void standbyAnswersOnTheSameSocketsWithTheSameStateAfterTheMasterHasStopped() throws Exception {
        Bridge first = bridges.getFirst();
        Object file = Files.getAttribute(directory.resolve("agent.sock"), "unix:ino");
        Bridge second = added();
        assertThat(second.start()).isEmpty();
        call("set", Map.of("target", "orders", "weight", 40));
        assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("up 40%\n");
        first.close();
        assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("up 40%\n");
        assertThat(askUnix()).isEqualTo("up 40%\n");
        assertThat(Files.getAttribute(directory.resolve("agent.sock"), "unix:ino"))
                .isEqualTo(file);
        await(() -> Files.exists(directory.resolve("admin.sock")));
        call("clear", Map.of("target", "orders"));
        assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("up 100%\n");
        second.close();
        assertThat(directory.resolve("agent.sock")).doesNotExist();
        assertThat(directory.resolve("edge.handover")).doesNotExist();
    }

    @Test
    void roleMovesThroughManyBridges() throws Exception {
        for (int i = 0; i < 3; i++) {
            Bridge master = bridges.getFirst();
            added().start();
            master.close();
            assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("up\n");
        }
        assertThat(askUnix()).isEqualTo("up\n");
    }

    @Test
    void newMasterAlsoListensOnAddressesThatThePreviousOneDidNotHave() throws Exception {
        Bridge first = bridges.getFirst();
        added(", 'unix:" + directory + "/more.sock'").start();
        assertThat(directory.resolve("more.sock")).doesNotExist();
        first.close();
        assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("up\n");
        await(() -> Files.exists(directory.resolve("more.sock")));
    }

    @Test
    void unixSocketWhoseFileWasRemovedIsCreatedAnewByTheNextMaster() throws Exception {
        Bridge first = bridges.getFirst();
        added().start();
        Files.delete(directory.resolve("agent.sock"));
        first.close();
        await(() -> Files.exists(directory.resolve("agent.sock")));
        assertThat(askUnix()).isEqualTo("up\n");
    }

    @Test
    void masterWhoseLockFileWasRemovedEndsAndTheNextOneWaitsForThat() throws Exception {
        Bridge first = bridges.getFirst();
        added().start();
        Files.delete(directory.resolve("edge.lock"));
        first.awaitEnd();
        assertThat(first.isClosed()).isFalse();
        first.close();
        assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("up\n");
    }

    @Test
    void standbyThatStopsChangesNothing() throws Exception {
        Bridge second = added();
        second.start();
        second.close();
        second.awaitEnd();
        assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("up\n");
        assertThat(askUnix()).isEqualTo("up\n");
        bridges.getLast().close();
        assertThat(directory.resolve("agent.sock")).doesNotExist();
    }

    @Test
    void lastMasterRemovesItsSockets() throws Exception {
        bridges.getFirst().close();
        assertThatIOException().isThrownBy(() -> AgentClient.ask(port, "orders\n"));
        assertThat(directory.resolve("agent.sock")).doesNotExist();
        assertThat(directory.resolve("admin.sock")).doesNotExist();
        assertThat(directory.resolve("edge.lock")).exists();
    }

    private void call(String command, Map<String, ?> arguments) throws Exception {
        CommandClient.to(directory.resolve("admin.sock")).call(command, arguments);
    }

    private String askUnix() throws IOException {
        Path socket = UnixAddress.parse("unix:" + directory + "/agent.sock").path();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap("orders\n".getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer reply = ByteBuffer.allocate(256);
            while (channel.read(reply) >= 0) {
                assertThat(reply.hasRemaining()).isTrue();
            }
            return StandardCharsets.US_ASCII.decode(reply.flip()).toString();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(5);
        }
    }
}
