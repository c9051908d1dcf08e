/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.bridge.config.ConfigBuilder;
import io.hcbridge.bridge.config.ConfigException;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.probe.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class BridgeTest {
    @TempDir
    Path directory;

    private Bridge bridge;
    private int port;

    @BeforeEach
    void start() throws Exception {
        bridge = configured("");
        port = ((TcpAddress) bridge.start().get(0)).port();
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    private Bridge configured(String agentKeys) throws IOException, ConfigException {
        Path file = directory.resolve("hcbridge.yaml");
        Files.writeString(file, """
                agent:
                  listen: 127.0.0.1:0
                  reply-deadline: 5s
                %s
                metrics: {listen: none}
                log: {level: error}
                targets:
                  orders: {directory: %s, socket-directory: %s, timeout: 4s}
                  hasty: {directory: %s, socket-directory: %s, timeout: 300ms}
                  shown: {directory: %s/none, on-failed: report}
                """.formatted(agentKeys, directory, directory, directory, directory, directory));
        return new Bridge(new ConfigBuilder().file(file).build(), "test");
    }

    private void restart(String agentKeys) throws Exception {
        bridge.close();
        bridge = configured(agentKeys);
        port = ((TcpAddress) bridge.start().get(0)).port();
    }

    @ParameterizedTest
    @CsvSource({"healthy, up", "' healthy\n', up", "db down, down #db down", "HEALTHY, down #HEALTHY"})
    void replyOfTheServiceIsTranslatedForHaproxy(String serviceReply, String line) throws Exception {
        try (ScriptedService service = ScriptedService.in(directory, "a", ScriptedService.replies(serviceReply))) {
            assertThat(AgentClient.ask(port, "orders\n")).isEqualTo(line + "\n");
            assertThat(service.accepted()).isEqualTo(2);
        }
    }

    @Test
    void hostileTextAddsNoLineAndNoControlCharacter() throws Exception {
        try (ScriptedService service = ScriptedService.in(
                directory, "a", ScriptedService.replies("x\nup\n\u001b[31m\u00e9" + "y".repeat(4000)))) {
            String reply = AgentClient.ask(port, "orders\n");
            assertThat(reply)
                    .startsWith("down #x up [31m?yyy")
                    .endsWith("...\n")
                    .hasSize("down #".length() + 101);
            assertThat(service.accepted()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', failed fail #no target named",
        "'\n', failed fail #no target named",
        "'\r\n', failed fail #no target named",
        "'nope\n', failed fail #unknown target 'nope'",
        "'nope', failed fail #unknown target 'nope'",
        "'GET / HTTP/1.1\r\nHost: x\r\n\r\n', failed fail #malformed request",
        "'\0\u00ff\n', failed fail #malformed request",
    })
    void invalidLineGetsAFailedReply(String request, String line) throws Exception {
        assertThat(AgentClient.ask(port, request)).isEqualTo(line + "\n");
    }

    @Test
    void serviceIsProbedOnceBeforeTheAgentPortOpensSoThatNoCheckMeetsAColdClient() throws Exception {
        try (ScriptedServer web = ScriptedServer.answering(1, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            Path file = Files.writeString(directory.resolve("web.yaml"), """
                    agent: {listen: 127.0.0.1:0}
                    metrics: {listen: none}
                    targets: {web: {http: {url: 'http://127.0.0.1:%d/'}}}
                    """.formatted(web.port()));
            try (Bridge cold = new Bridge(new ConfigBuilder().file(file).build(), "test")) {
                int agent = ((TcpAddress) cold.start().get(0)).port();
                assertThat(web.received()).hasSize(1);
                assertThat(AgentClient.ask(agent, "web\n")).isEqualTo("up\n");
            }
        }
    }

    @Test
    void tooLongLineIsRejectedAndReadToItsEnd() throws Exception {
        assertThat(AgentClient.ask(port, "x".repeat(200_000)))
                .isEqualTo("failed fail #line is longer than 1024 bytes\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders\n", "orders\r\n", "orders", " orders \n", "orders\nmore\nand more\n"})
    void lineNamesTheTarget(String request) throws Exception {
        try (ScriptedService service = ScriptedService.in(directory, "a", ScriptedService.replies("healthy"))) {
            assertThat(AgentClient.ask(port, request)).isEqualTo("up\n");
            assertThat(service.accepted()).isEqualTo(2);
        }
    }

    @Test
    void clientThatClosesItsOutputGetsAReply() throws Exception {
        try (ScriptedService service = ScriptedService.in(directory, "a", ScriptedService.replies("healthy"));
                AgentClient client = new AgentClient(port)) {
            assertThat(client.send("orders").endOutput().reply()).isEqualTo("up\n");
            assertThat(service.accepted()).isEqualTo(2);
        }
    }

    @Test
    void clientThatSendsNothingGetsTheDefaultTarget() throws Exception {
        restart("  default-target: orders");
        try (ScriptedService service = ScriptedService.in(directory, "a", ScriptedService.replies("healthy"))) {
            assertThat(AgentClient.ask(port, "")).isEqualTo("up\n");
            assertThat(AgentClient.ask(port, "\n")).isEqualTo("up\n");
            assertThat(service.accepted()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders\n", ""})
    void clientThatSendsMoreDuringTheProbeGetsTheCompleteReply(String request) throws Exception {
        restart("  default-target: orders");
        try (ScriptedService service = ScriptedService.in(directory, "a", ScriptedService.replies("healthy"));
                AgentClient client = new AgentClient(port)) {
            service.setBehaviour(service.hangs());
            client.send(request);
            await(() -> service.hanging().size() == 1);
            client.send("shown\nand more");
            service.hanging().get(0).write(StandardCharsets.US_ASCII.encode("up\n"));
            assertThat(client.reply()).isEqualTo("up\n");
            assertThat(service.accepted()).isEqualTo(1);
        }
    }

    @Test
    void replyNamesTheMissingFileOfAServiceThatNeverStarted() throws Exception {
        assertThat(AgentClient.ask(port, "orders\n")).startsWith("failed fail #no .hc-socket in ");
    }

    @Test
    void onFailedReportKeepsTheStateOfTheServer() throws Exception {
        assertThat(AgentClient.ask(port, "shown\n")).startsWith("failed #directory ");
    }

    /** The replies of the library to {@code status}. Each row is one exchange. */
    @ParameterizedTest
    @CsvSource({
        "'up\n', up",
        "'up 75% #2 of 3 workers\n', up 75% #2 of 3 workers",
        "'up 0%\n', drain up",
        "'down drain #db down\n', drain down #db down",
        "'maint up\r\n', maint up",
        "'stopped #bye\n', stopped #bye",
        "'ready up\n', up",
        "'up maxconn:10\n', up",
    })
    void statusLineIsForwardedExceptForReady(String status, String reply) throws Exception {
        try (ScriptedService service = ScriptedService.in(directory, "a", ScriptedService.repliesStatus(status))) {
            assertThat(AgentClient.ask(port, "orders\n")).isEqualTo(reply + "\n");
            assertThat(service.accepted()).isEqualTo(1);
        }
    }

    @Test
    void serverWithoutStatusGetsStatusOnlyOnceUntilItsFileChanges() throws Exception {
        ScriptedService first = ScriptedService.in(directory, "a", ScriptedService.replies("healthy"));
        for (int i = 0; i < 3; i++) {
            assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("up\n");
        }
        assertThat(first.accepted()).isEqualTo(4);
        first.close();
        try (ScriptedService second = ScriptedService.in(directory, "b", ScriptedService.repliesStatus("up 50%\n"))) {
            assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("up 50%\n");
            assertThat(second.accepted()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "up", "sideways\n", "\n", "drain\n", "failed\n", "up 500%\n"})
    void malformedStatusLineIsFollowedByPing(String status) throws Exception {
        try (ScriptedService service = ScriptedService.in(directory, "a", ScriptedService.answers(status, "db down"))) {
            assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("down #db down\n");
            assertThat(service.accepted()).isEqualTo(2);
        }
    }

    @Test
    void serviceThatHangsFailsBeforeTheDeadline() throws Exception {
        try (ScriptedService service = ScriptedService.in(directory, "a", ScriptedService.replies("healthy"))) {
            service.setBehaviour(service.hangs());
            assertThat(AgentClient.ask(port, "hasty\n")).isEqualTo("failed fail #no answer within 300ms\n");
        }
    }

    @Test
    void fullBacklogIsRetriedUntilThereIsSpace() throws Exception {
        List<SocketChannel> pendingConnections = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("full.sock"));
            server.bind(address, 1);
            Files.writeString(directory.resolve(".hc-socket"), "full");
            pendingConnections(address, pendingConnections);
            try (AgentClient client = new AgentClient(port).send("orders\n")) {
                for (SocketChannel one : pendingConnections) {
                    one.close();
                }
                for (int i = 0; i < 10; i++) {
                    // The pendingConnections left its places without a word; the bridge's question comes behind it.
                    SocketChannel accepted = server.accept();
                    accepted.configureBlocking(false);
                    ByteBuffer question = ByteBuffer.allocate(8);
                    await(() -> read(accepted, question) != 0);
                    if (question.position() == 4) {
                        accepted.write(StandardCharsets.US_ASCII.encode("healthy"));
                        accepted.close();
                        break;
                    }
                    accepted.close();
                }
                assertThat(client.reply()).isEqualTo("up\n");
            }
        } finally {
            for (SocketChannel one : pendingConnections) {
                one.close();
            }
        }
    }

    @Test
    void serviceThatClosesWithoutAReplyFails() throws Exception {
        try (ScriptedService service =
                ScriptedService.in(directory, "a", ScriptedService.supportsOnlyPing(SocketChannel::close))) {
            assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("failed fail #closed without an answer\n");
            assertThat(service.accepted()).isEqualTo(2);
        }
    }

    @Test
    void replyOfAServiceThatDidNotReadTheRequestIsValid() throws Exception {
        try (ScriptedService service = ScriptedService.in(directory, "a", client -> {
            client.write(StandardCharsets.UTF_8.encode("db down"));
            client.close();
        })) {
            assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("down #db down\n");
            assertThat(service.accepted()).isEqualTo(2);
        }
    }

    @Test
    void killedServiceFailsAndItsSuccessorIsFoundByTheNextCheck() throws Exception {
        ScriptedService killed = ScriptedService.in(directory, "a", ScriptedService.replies("healthy"));
        assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("up\n");
        killed.kill();
        assertThat(AgentClient.ask(port, "orders\n"))
                .startsWith("failed fail #")
                .contains("a.sock");
        try (ScriptedService successor = ScriptedService.in(directory, "b", ScriptedService.replies("healthy"))) {
            assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("up\n");
            assertThat(successor.accepted()).isEqualTo(2);
        }
    }

    @Test
    void serviceThatIsStartingIsFoundWithinTheSameCheck() throws Exception {
        Files.writeString(directory.resolve(".hc-socket"), "");
        try (AgentClient client = new AgentClient(port).send("orders\n")) {
            // The check has read the empty file, or will read the complete one. It must succeed in both cases.
            try (ScriptedService service = ScriptedService.in(directory, "late", ScriptedService.replies("healthy"))) {
                assertThat(client.reply()).isEqualTo("up\n");
                assertThat(service.accepted()).isEqualTo(2);
            }
        }
    }

    @Test
    void worldWritableFileIsNotTrusted() throws Exception {
        try (ScriptedService service = ScriptedService.in(directory, "a", ScriptedService.replies("healthy"))) {
            Files.setPosixFilePermissions(
                    directory.resolve(".hc-socket"), PosixFilePermissions.fromString("rw-rw-rw-"));
            assertThat(AgentClient.ask(port, "orders\n"))
                    .startsWith("failed fail #")
                    .contains("writable by everyone");
            assertThat(service.accepted()).isZero();
        }
    }

    @Test
    void concurrentChecksOfOneTargetShareOneProbe() throws Exception {
        try (ScriptedService service = ScriptedService.in(directory, "a", ScriptedService.replies("healthy"))) {
            service.setBehaviour(service.hangs());
            List<CompletableFuture<String>> replies = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                replies.add(CompletableFuture.supplyAsync(() -> askUnchecked("hasty\n")));
            }
            for (CompletableFuture<String> reply : replies) {
                assertThat(reply.get()).isEqualTo("failed fail #no answer within 300ms\n");
            }
            // The number of threads in the pool decides how many checks run at the same time. The checks of one time
            // share one probe.
            assertThat(service.accepted()).isLessThan(20);
        }
    }

    private String askUnchecked(String request) {
        try {
            return AgentClient.ask(port, request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void resetsOfClientsDoNotAffectOtherChecks() throws Exception {
        try (ScriptedService service = ScriptedService.in(directory, "a", ScriptedService.replies("healthy"))) {
            for (int i = 0; i < 50; i++) {
                new AgentClient(port).send(i % 2 == 0 ? "orders\n" : "ord").reset();
            }
            assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("up\n");
            assertThat(service.accepted()).isGreaterThan(0);
        }
    }

    @Test
    void clientOutsideOfAllowIsClosedWithoutAReply() throws Exception {
        restart("  allow: [10.0.0.0/8, 'fd00::/8']");
        assertThat(AgentClient.ask(port, "")).isEmpty();
    }

    @Test
    void connectionsBeyondTheLimitAreClosedWithoutAReply() throws Exception {
        restart("  max-connections: 1");
        try (ScriptedService service = ScriptedService.in(directory, "a", ScriptedService.replies("healthy"));
                AgentClient first = new AgentClient(port).send("or")) {
            String second = AgentClient.ask(port, "");
            assertThat(second).isEmpty();
            assertThat(first.send("ders\n").reply()).isIn("up\n", "failed fail #unknown target 'or'\n");
            assertThat(service.accepted()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void checkInFlightGetsItsReplyWhenTheBridgeStops() throws Exception {
        try (ScriptedService service = ScriptedService.in(directory, "a", ScriptedService.replies("healthy"));
                AgentClient client = new AgentClient(port)) {
            service.setBehaviour(service.hangs());
            client.send("hasty\n");
            await(() -> service.hanging().size() == 1);
            long started = System.nanoTime();
            bridge.close();
            assertThat(client.reply()).isEqualTo("failed fail #no answer within 300ms\n");
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void errorForAPortInUseNamesThePort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String listen = "127.0.0.1:" + taken.getLocalPort();
            Path file = directory.resolve("taken.yaml");
            Files.writeString(
                    file,
                    "agent: {listen: '%s'}\nmetrics: {listen: none}\ntargets: {a: {directory: /x}}\n"
                            .formatted(listen));
            try (Bridge second = new Bridge(new ConfigBuilder().file(file).build(), "test")) {
                assertThatThrownBy(second::start)
                        .isInstanceOf(IOException.class)
                        .hasMessage(
                                "cannot listen on " + listen
                                        + ": address already in use; stop the process that listens on it, or choose another address");
            }
        }
    }

    /** Connects until the kernel reports EAGAIN. */
    private static void pendingConnections(UnixDomainSocketAddress address, List<SocketChannel> pendingConnections)
            throws IOException {
        for (int i = 0; i < 10; i++) {
            SocketChannel one = SocketChannel.open(StandardProtocolFamily.UNIX);
            pendingConnections.add(one);
            one.configureBlocking(false);
            try {
                one.connect(address);
            } catch (SocketException full) {
                return;
            }
        }
        throw new AssertionError("a backlog of 1 took 10 connections");
    }

    private static int read(SocketChannel from, ByteBuffer into) {
        try {
            return from.read(into);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 20s for the condition").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
