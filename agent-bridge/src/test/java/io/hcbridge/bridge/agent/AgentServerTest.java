/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.bridge.AgentClient;
import io.hcbridge.bridge.config.BridgeConfig.AgentConfig;
import io.hcbridge.bridge.config.BridgeConfig.AgentConfig.UnknownTarget;
import io.hcbridge.bridge.config.ListenAddress;
import io.hcbridge.bridge.config.SocketAccess;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.config.UnixAddress;
import io.hcbridge.bridge.config.key.Subnet;
import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.net.ListenerEvents;
import io.hcbridge.bridge.net.LoopVertx;
import io.hcbridge.bridge.probe.Verdict;
import io.netty.channel.EventLoop;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests with real sockets, on every kind of event loop. */
@Timeout(30)
@ParameterizedClass
@EnumSource(IoKind.class)
final class AgentServerTest {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    /** A deadline longer than the linger time of 250 ms. Without lingering, only the deadline would close the connection. */
    private static final Duration LINGER_LIMIT = Duration.ofMillis(1500);

    private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    private static final String LONG_LINE = "x".repeat(1 << 20);

    @TempDir
    private Path directory;

    private final LoopVertx network;
    private final EventLoop loop;
    private final Closed closed = new Closed();

    private TestTarget web;
    private AgentServer server;

    /** The listeners that were closed. */
    private static final class Closed implements ListenerEvents {
        private final BlockingQueue<SocketAddress> listeners = new LinkedBlockingQueue<>();

        @Override
        public void acceptFailed(SocketAddress listener, Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void closed(SocketAddress listener) {
            listeners.add(listener);
        }
    }

    AgentServerTest(IoKind kind) {
        network = LoopVertx.start(new VertxOptions(), kind, closed);
        loop = network.loop();
    }

    @BeforeEach
    void configure() throws IOException {
        web = new TestTarget();
        server = server(List.of(), 100);
    }

    @AfterEach
    void stop() throws Exception {
        server.close(Duration.ZERO);
        network.vertx().close().await(5, TimeUnit.SECONDS);
    }

    private String ownGroup() throws IOException {
        return Files.getAttribute(directory, "unix:gid").toString();
    }

    private AgentServer server(List<Subnet> allow, int maxConnections) throws IOException {
        AgentConfig config = new AgentConfig(
                List.of(socket()),
                allow,
                DEADLINE,
                maxConnections,
                Optional.empty(),
                UnknownTarget.FAIL,
                Duration.ofSeconds(30),
                new SocketAccess(PosixFilePermissions.fromString("rw-rw----"), Optional.of(ownGroup())),
                Optional.empty());
        return new AgentServer(network, config, Optional.empty(), web.targets, web.metrics);
    }

    private int listen() throws IOException {
        return ((TcpAddress) server.listen(new TcpAddress("127.0.0.1", 0))).port();
    }

    private UnixAddress socket() {
        return new UnixAddress(directory.resolve("agent.sock"));
    }

    @Test
    void checkOverTcpGetsAReply() throws Exception {
        int port = listen();
        assertThat(AgentClient.ask(port, "web\n")).isEqualTo("up\n");
        assertReplyRecorded("127.0.0.1");
    }

    @Test
    void checkOverIpv6GetsAReply() throws Exception {
        int port = ((TcpAddress) server.listen(new TcpAddress("::1", 0))).port();
        try (SocketChannel client =
                SocketChannel.open(new InetSocketAddress(InetAddress.getByAddress(IPV6_LOOPBACK), port))) {
            assertThat(ask(client, "web\n")).isEqualTo("up\n");
        }
        assertReplyRecorded("0:0:0:0:0:0:0:1");
    }

    @Test
    void clientThatClosesItsOutputGetsAReply() throws Exception {
        try (AgentClient client = new AgentClient(listen())) {
            assertThat(client.send("web").endOutput().reply()).isEqualTo("up\n");
        }
    }

    @Test
    void clientThatClosesItsOutputDuringTheProbeGetsAReply() throws Exception {
        int port = listen();
        onLoop(web::hang);
        try (AgentClient client = new AgentClient(port).send("web\n").endOutput()) {
            awaitProbe();
            onLoop(() -> web.answer(Verdict.UP));
            assertThat(client.reply()).isEqualTo("up\n");
        }
    }

    @Test
    void lineOfOneMebibyteIsReadToItsEndAndTheReplyIsComplete() throws Exception {
        assertThat(AgentClient.ask(listen(), LONG_LINE)).isEqualTo("failed fail #line is longer than 1024 bytes\n");
    }

    @Test
    void clientThatSendsAMebibyteAfterItsLineGetsTheCompleteReply() throws Exception {
        assertThat(AgentClient.ask(listen(), "web\n" + LONG_LINE)).isEqualTo("up\n");
    }

    @Test
    void clientThatResetsWhileTheServiceHangsChangesNothing() throws Exception {
        int port = listen();
        onLoop(web::hang);
        new AgentClient(port).send("web\n").reset();
        awaitProbe();
        // The reset may arrive after the line. The last read before the reply must detect it.
        onLoop(() -> web.answer(Verdict.UP));
        awaitOpen(0);
        onLoop(() -> assertThat(web.replies.lastReplies(TestTarget.NAME)).isEmpty());
        assertThat(web.replied("up")).isZero();
    }

    @Test
    void resetAtAnyPointDoesNotAffectOtherClients() throws Exception {
        int port = listen();
        for (String sent : List.of("", "w", "web", "web\n", "web\nmore", "nope\n", LONG_LINE)) {
            new AgentClient(port).send(sent).reset();
        }
        assertThat(AgentClient.ask(port, "web\n")).isEqualTo("up\n");
        awaitOpen(0);
    }

    @Test
    void connectionsBeyondOneTurnOfTheLoopAreAllServed() throws Exception {
        int port = listen();
        CountDownLatch held = new CountDownLatch(1);
        loop.execute(() -> awaitUninterruptibly(held));
        List<AgentClient> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(new AgentClient(port).send("web\n"));
        }
        held.countDown();
        for (AgentClient client : clients) {
            assertThat(client.reply()).isEqualTo("up\n");
            client.close();
        }
    }

    @Test
    void clientThatSendsMoreAndStaysDoesNotBlockTheNextOne() throws Exception {
        server = server(List.of(), 1);
        int port = listen();
        try (AgentClient first = new AgentClient(port).send("web\nmore")) {
            assertThat(first.reply()).isEqualTo("up\n");
            long start = System.nanoTime();
            while (!isServed(port)) {
                Thread.onSpinWait();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LINGER_LIMIT);
        }
    }

    @Test
    void connectionBeyondTheLimitIsClosedWithoutAReplyAndCounted() throws Exception {
        server = server(List.of(), 5);
        server.limitConnections(2);
        server.limitConnections(1);
        int port = listen();
        onLoop(web::hang);
        try (AgentClient first = new AgentClient(port).send("web\n")) {
            awaitOpen(1);
            assertThat(AgentClient.ask(port, "")).isEmpty();
            assertThat(web.rejected(Rejection.TOO_MANY_CONNECTIONS)).isOne();
            awaitProbe();
            onLoop(() -> web.answer(Verdict.UP));
            assertThat(first.reply()).isEqualTo("up\n");
        }
    }

    @Test
    void clientOfAnotherNetworkIsClosedWithoutAReplyAndCounted() throws Exception {
        server = server(List.of(Subnet.parse("10.0.0.0/8"), Subnet.parse("::1/128")), 100);
        assertThat(AgentClient.ask(listen(), "")).isEmpty();
        assertThat(web.rejected(Rejection.NOT_ALLOWED)).isOne();
    }

    @Test
    void allowedNetworksDoNotApplyToUnixSockets() throws Exception {
        server = server(List.of(Subnet.parse("10.0.0.0/8")), 100);
        server.listen(socket());
        try (SocketChannel client = connect()) {
            assertThat(ask(client, "web\n")).isEqualTo("up\n");
        }
        assertReplyRecorded("unix:" + socket().path());
    }

    @Test
    void clientThatClosesAUnixSocketWhileTheServiceHangsChangesNothing() throws Exception {
        server.listen(socket());
        onLoop(web::hang);
        try (SocketChannel client = connect()) {
            client.write(StandardCharsets.US_ASCII.encode("web\n"));
            awaitProbe();
        }
        onLoop(() -> web.answer(Verdict.UP));
        awaitOpen(0);
        onLoop(() -> assertThat(web.replies.lastReplies(TestTarget.NAME)).isEmpty());
        assertThat(web.replied("up")).isZero();
    }

    @Test
    void unixSocketHasItsModeAndGroupAndNoTemporaryFileRemains() throws Exception {
        server.listen(socket());
        Path path = socket().path();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-rw----");
        assertThat(Files.getAttribute(path, "unix:gid").toString()).isEqualTo(ownGroup());
        server.close(Duration.ZERO);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void socketOfAKilledBridgeIsReplaced() throws Exception {
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(socket().path()));
        }
        server.listen(socket());
        try (SocketChannel client = connect()) {
            assertThat(ask(client, "web\n")).isEqualTo("up\n");
        }
    }

    @Test
    void socketOfARunningServerIsAnErrorAndStays() throws Exception {
        server.listen(socket());
        AgentServer second = server(List.of(), 100);
        assertThatThrownBy(() -> second.listen(socket()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on " + socket())
                .hasMessageContaining("in use");
        second.close(Duration.ZERO);
        try (SocketChannel client = connect()) {
            assertThat(ask(client, "web\n")).isEqualTo("up\n");
        }
    }

    /** 192.0.2.1 is reserved for documentation, so no interface has it. */
    @Test
    void errorForAnAddressOfNoInterfaceNamesTheReason() {
        assertThatThrownBy(() -> server.listen(new TcpAddress("192.0.2.1", 5555)))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen on 192.0.2.1:5555: cannot assign requested address; "
                        + "no network interface of this host has this address");
    }

    @Test
    void errorForAPortInUseNamesThePort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TcpAddress address = new TcpAddress("127.0.0.1", taken.getLocalPort());
            assertThatThrownBy(() -> server.listen(address))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on " + address)
                    .hasMessageContaining("address already in use; stop the process");
        }
    }

    @Test
    void errorForAnUnknownHostNamesTheHost() {
        ListenAddress address = new TcpAddress("no-such-host.invalid", 1);
        assertThatThrownBy(() -> server.listen(address))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen on " + address + ": unknown host");
    }

    @Test
    void openCheckGetsItsReplyWhileTheServerStopsAndNoOtherIsAccepted() throws Exception {
        int port = listen();
        server.listen(socket());
        onLoop(web::hang);
        try (AgentClient client = new AgentClient(port).send("web\n")) {
            awaitProbe();
            Thread stopping = new Thread(() -> server.close(Duration.ofSeconds(10)));
            stopping.start();
            closed.listeners.take();
            closed.listeners.take();
            awaitRefusal(port);
            assertThat(socket().path()).doesNotExist();
            onLoop(() -> web.answer(Verdict.UP));
            assertThat(client.reply()).isEqualTo("up\n");
            stopping.join(5000);
            assertThat(stopping.isAlive()).isFalse();
        }
    }

    /**
     * Waits until connections are refused. The JDK's selector closes a socket only at its next poll; until then the kernel completes
     * connections.
     */
    private static void awaitRefusal(int port) throws InterruptedException {
        long begun = System.nanoTime();
        while (isListening(port)) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static boolean isListening(int port) {
        try {
            new AgentClient(port).close();
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    @Test
    void checkThatExceedsTheTimeToStopIsClosed() throws Exception {
        int port = listen();
        onLoop(web::hang);
        try (AgentClient client = new AgentClient(port).send("web\n")) {
            awaitProbe();
            server.close(Duration.ofMillis(1));
            assertThat(client.reply()).isEmpty();
        }
        assertThat(web.metrics.openConnections()).isZero();
    }

    /** Returns whether the connection is served. A rejected connection may be reset, because its line is not read. */
    private static boolean isServed(int port) {
        try {
            return AgentClient.ask(port, "web\n").equals("up\n");
        } catch (IOException refused) {
            return false;
        }
    }

    /** Waits until the reply is recorded, which the loop does right after writing it. */
    private void assertReplyRecorded(String address) throws Exception {
        onLoop(() -> assertThat(web.replies.lastReplies(TestTarget.NAME))
                .singleElement()
                .satisfies(last -> assertThat(last.address()).isEqualTo(address)));
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket().path()));
    }

    private static String ask(SocketChannel client, String line) throws IOException {
        client.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
        return new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.US_ASCII);
    }

    private void awaitProbe() throws Exception {
        await(() -> web.isProbed());
    }

    private void awaitOpen(int connections) throws Exception {
        await(() -> web.metrics.openConnections() == connections);
    }

    /** Waits until the loop sees the condition. */
    private void await(Callable<Boolean> condition) throws Exception {
        while (!fromLoop(condition)) {
            Thread.onSpinWait();
        }
    }

    private void onLoop(Runnable action) throws Exception {
        fromLoop(() -> {
            action.run();
            return true;
        });
    }

    private <T> T fromLoop(Callable<T> action) throws Exception {
        return loop.submit(action).get(5, TimeUnit.SECONDS);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
