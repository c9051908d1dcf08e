/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grpc.Status;
import io.hcbridge.bridge.config.key.HostPort;
import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.probe.AddressTurns;
import io.hcbridge.bridge.probe.FullBacklog;
import io.hcbridge.bridge.probe.KindRunner;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeLoop;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.ProbeStep;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.probe.health.OtherUserSocket;
import io.hcbridge.ipc.internal.OwnUser;
import io.hcbridge.protocol.agent.Health;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The probe against a server in this process, the same on epoll and on the JDK's selector. */
@Timeout(60)
@ParameterizedClass
@EnumSource(IoKind.class)
class GrpcProbeTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private final ProbeLoop loop;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    GrpcProbeTest(IoKind kind) {
        this.loop = new ProbeLoop(kind);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : parts) {
            part.close();
        }
        loop.close();
    }

    private ScriptedGrpcServer server() throws IOException {
        ScriptedGrpcServer server = ScriptedGrpcServer.onPort(0);
        parts.push(server);
        return server;
    }

    private Probe probe(int port, String service, Duration timeout) {
        return probe(new GrpcAddress.Tcp(new HostPort("127.0.0.1", port)), service, "", timeout);
    }

    private Probe probe(Path socket, String user) {
        return probe(new GrpcAddress.Unix(socket), "", user, LONG);
    }

    private Probe probe(GrpcAddress address, String service, String user, Duration timeout) {
        Optional<String> trusted = user.isEmpty() ? Optional.empty() : Optional.of(user);
        Probe probe = new GrpcProbeConfig(address, service, trusted).open(loop.environment(), "stock", timeout);
        parts.push(() -> loop.call(() -> {
            probe.close();
            return "closed";
        }));
        return probe;
    }

    private Verdict run(Probe probe) throws Exception {
        return (Verdict) loop.run(probe);
    }

    private List<String> steps(Probe probe) throws Exception {
        return loop.steps(probe).stream().map(ProbeStep::name).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "1, UP, ''",
        "2, DOWN, NOT_SERVING",
        "0, FAILED, health status UNKNOWN",
        "3, FAILED, health status SERVICE_UNKNOWN",
        "9, FAILED, health status UNDEFINED",
    })
    void theServingStatusIsTheVerdict(int status, Health health, String reason) throws Exception {
        ScriptedGrpcServer server = server();
        server.answer(8, status);
        Verdict verdict = run(probe(server.port(), "", LONG));
        assertThat(verdict.health()).isEqualTo(health);
        assertThat(verdict.reason().text()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, server does not know the service (NOT_FOUND: said so)",
        "UNIMPLEMENTED, server has no health service (UNIMPLEMENTED: said so)",
        "UNAVAILABLE, server is unavailable (UNAVAILABLE: said so)",
        "PERMISSION_DENIED, server refuses the request (PERMISSION_DENIED: said so)",
        "INTERNAL, request failed (INTERNAL: said so)",
        "INVALID_ARGUMENT, request failed (INVALID_ARGUMENT: said so)",
    })
    void anErrorOfTheServerIsAFailure(Status.Code code, String reason) throws Exception {
        ScriptedGrpcServer server = server();
        server.end(Status.fromCode(code).withDescription("said so"));
        assertThat(run(probe(server.port(), "", LONG))).isEqualTo(Verdict.failed(reason));
    }

    @Test
    void aServerWithoutTheHealthServiceIsAFailure() throws Exception {
        ScriptedGrpcServer server = ScriptedGrpcServer.withoutHealthService();
        parts.push(server);
        assertThat(run(probe(server.port(), "", LONG)))
                .isEqualTo(Verdict.failed(
                        "server has no health service (UNIMPLEMENTED: Method not found: grpc.health.v1.Health/Check)"));
    }

    @Test
    void theServicesNameIsSent() throws Exception {
        ScriptedGrpcServer server = server();
        run(probe(server.port(), "stock", LONG));
        assertThat(server.requests()).containsExactly(new byte[] {10, 5, 's', 't', 'o', 'c', 'k'});
    }

    @Test
    void aReplyThatIsNoMessageIsAFailure() throws Exception {
        ScriptedGrpcServer server = server();
        server.answer(8);
        assertThat(run(probe(server.port(), "", LONG)).reason().text())
                .contains("malformed reply: the message is cut off");
    }

    @Test
    void aReplyOfManyBytesIsAFailure() throws Exception {
        ScriptedGrpcServer server = server();
        server.answer(new byte[1 << 20]);
        Verdict verdict = run(probe(server.port(), "", LONG));
        assertThat(verdict.health()).isEqualTo(Health.FAILED);
        assertThat(verdict.reason().text()).startsWith("a limit is exceeded (RESOURCE_EXHAUSTED");
    }

    @Test
    void theConnectionIsKept() throws Exception {
        ScriptedGrpcServer server = server();
        Probe probe = probe(server.port(), "", LONG);
        for (int i = 0; i < 3; i++) {
            assertThat(run(probe)).isEqualTo(Verdict.UP);
        }
        assertThat(server.clients()).hasSize(3);
        assertThat(server.clients().stream().distinct()).hasSize(1);
        assertThat(steps(probe)).containsExactly("request");
        assertThat(loop.describe(probe)).startsWith("grpc 127.0.0.1:" + server.port() + ": request SERVING (");
    }

    @Test
    void theStepsOfANewConnectionAreRecorded() throws Exception {
        ScriptedGrpcServer server = server();
        Probe probe = probe(server.port(), "", LONG);
        run(probe);
        assertThat(steps(probe)).containsExactly("resolve", "connect", "request");
    }

    @Test
    void aServerThatIsBackIsUpAtOnce() throws Exception {
        ScriptedGrpcServer first = server();
        int port = first.port();
        Probe probe = probe(port, "", LONG);
        assertThat(run(probe)).isEqualTo(Verdict.UP);
        first.close();
        for (int i = 0; i < 5; i++) {
            assertThat(run(probe)).isEqualTo(Verdict.failed("connection refused"));
        }
        parts.push(ScriptedGrpcServer.onPort(port));
        assertThat(run(probe)).isEqualTo(Verdict.UP);
    }

    @Test
    void aServerThatIsSilentIsAFailureAtTheDeadline() throws Exception {
        ScriptedGrpcServer server = server();
        server.fallSilent();
        Probe probe = probe(server.port(), "", Duration.ofMillis(300));
        assertThat(run(probe).reason().text()).startsWith("no answer within 300ms (request");
    }

    @Test
    void aServerThatSendsNothingAtAllIsAFailureAtTheDeadline() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Probe probe = probe(listener.getLocalPort(), "", Duration.ofMillis(300));
            assertThat(run(probe).reason().text()).startsWith("no answer within 300ms");
        }
    }

    @Test
    void aServerThatSpeaksSomethingElseIsAFailure() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> greet(listener));
            server.start();
            Verdict verdict = run(probe(listener.getLocalPort(), "", LONG));
            assertThat(verdict.health()).isEqualTo(Health.FAILED);
            assertThat(verdict.reason().text()).isEqualTo("server does not speak HTTP/2");
            server.join();
        }
    }

    private static void greet(ServerSocket listener) {
        try (Socket client = listener.accept()) {
            client.getOutputStream().write("220 mail.example ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The client resets the connection when it has read this.
        }
    }

    @Test
    void aUnixSocketOfThisUserIsBelieved() throws Exception {
        Path socket = directory.resolve("stock.sock");
        parts.push(ScriptedGrpcServer.onSocket(socket));
        Probe probe = probe(socket, "");
        assertThat(run(probe)).isEqualTo(Verdict.UP);
        assertThat(steps(probe)).containsExactly("inspect", "connect", "request");
        assertThat(loop.describe(probe)).contains("connect unix:" + socket + ", peer ");
        assertThat(run(probe)).isEqualTo(Verdict.UP);
    }

    @Test
    void aStrangersUnixSocketIsNotBelieved() throws Exception {
        assumeTrue(OwnUser.uid() == 0, "only root can start a process of another user");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path socket = directory.resolve("stock.sock");
        parts.push(OtherUserSocket.listen(4712, socket));
        assertThat(run(probe(socket, "")).reason().text())
                .startsWith("untrusted socket: peer uid 4712")
                .contains("targets.NAME.grpc.user");
        assertThat(run(probe(socket, "4712")).reason().text()).doesNotContain("untrusted");
    }

    @Test
    void aFullBacklogIsTriedAgainUntilTheServerAccepts() throws Exception {
        Path socket = directory.resolve("stock.sock");
        Path other = directory.resolve("other.sock");
        parts.push(FullBacklog.on(socket));
        CompletableFuture<ProbeResult> result = loop.start(probe(socket, ""));
        assertThat(run(probe(new GrpcAddress.Unix(socket), "", "", Duration.ofMillis(300))))
                .isEqualTo(Verdict.failed("no answer within 300ms (connect backlog of " + socket + " is full)"));
        assertThat(result).isNotDone();
        parts.push(ScriptedGrpcServer.onSocket(other));
        Files.move(other, socket, StandardCopyOption.ATOMIC_MOVE);
        assertThat(result.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(Verdict.UP);
    }

    @Test
    void anAddressThatDoesNotAnswerLeavesTimeForTheNextOne() throws Exception {
        ScriptedGrpcServer server = server();
        parts.push(FullBacklog.on(server.port()));
        GrpcAddress.Tcp address = new GrpcAddress.Tcp(new HostPort("127.0.0.1", server.port()));
        GrpcProbeConfig config = new GrpcProbeConfig(address, "", Optional.empty());
        AddressTurns addresses = FullBacklog.beforeLoopback();
        try (KindRunner runner = new KindRunner()) {
            GrpcConnection connection = new GrpcConnection(runner.loop().loop());
            Probe probe = runner.probeFrom(
                    run -> new GrpcAttempt(run, connection, config),
                    attempt -> attempt.connect(address, addresses),
                    Duration.ofSeconds(3));
            assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
            runner.loop().call(() -> {
                connection.drop();
                return "closed";
            });
        }
    }

    @Test
    void aMissingSocketIsAFailureThatNamesIt() throws Exception {
        Path socket = directory.resolve("none.sock");
        assertThat(run(probe(socket, "")).reason().text()).contains(socket.toString());
    }

    @Test
    void manyFailuresLeaveNoDescriptors() throws Exception {
        ScriptedGrpcServer server = server();
        server.end(Status.INTERNAL);
        Probe probe = probe(server.port(), "", LONG);
        List<Long> open = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            run(probe);
            if (i % 50 == 49) {
                open.add(descriptors());
            }
        }
        // The last connection may be closing.
        assertThat(open.get(3)).isLessThan(open.get(0) + 20);
    }

    private static long descriptors() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}
