/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.security.auth.module.UnixSystem;
import io.hcbridge.ipc.internal.unix.ConnectErrors;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the loop's sockets do, the same on epoll and on the JDK's selector. */
@ParameterizedClass
@EnumSource(SocketsTest.Kind.class)
final class SocketsTest {
    enum Kind {
        EPOLL {
            @Override
            IoHandlerFactory handlers() {
                return EpollIoHandler.newFactory();
            }

            @Override
            String self() {
                return "pid " + ProcessHandle.current().pid() + " uid " + new UnixSystem().getUid();
            }

            @Override
            Class<? extends Sockets> sockets() {
                return EpollSockets.class;
            }
        },
        NIO {
            @Override
            IoHandlerFactory handlers() {
                return NioIoHandler.newFactory();
            }

            @Override
            String self() {
                return "user " + System.getProperty("user.name");
            }

            @Override
            Class<? extends Sockets> sockets() {
                return NioSockets.class;
            }
        };

        abstract String self();

        abstract IoHandlerFactory handlers();

        abstract Class<? extends Sockets> sockets();
    }

    /** Notes what is heard of a connection, in words, until it ends. */
    private static final class Heard implements Acceptor {
        private final BlockingQueue<String> words = new LinkedBlockingQueue<>();
        private final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();

        void listenTo(Connection connection) {
            connection.onReadable(() -> {
                try {
                    ByteBuffer bytes = connection.read();
                    words.add(
                            bytes == null
                                    ? "ended"
                                    : StandardCharsets.US_ASCII.decode(bytes).toString());
                    if (bytes != null) {
                        listenTo(connection);
                    }
                } catch (IOException e) {
                    words.add("broke");
                }
            });
        }

        @Override
        public void accepted(Connection connection, InetSocketAddress client) {
            words.add("accepted " + client);
            accepted.add(connection);
        }

        @Override
        public void failed(IOException why) {
            words.add("failed: " + why.getMessage());
        }

        String next() throws InterruptedException {
            return String.valueOf(words.poll(5, TimeUnit.SECONDS));
        }
    }

    private static final InetSocketAddress V4 = address(127, 0, 0, 1);
    private static final InetSocketAddress V6 = address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    private static final byte[] PING = "ping".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path directory;

    private final Kind kind;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final Sockets sockets;
    private final Heard heard = new Heard();
    private ServerSocketChannel server;

    SocketsTest(Kind kind) {
        this.kind = kind;
        this.group = new MultiThreadIoEventLoopGroup(1, kind.handlers());
        this.loop = group.next();
        this.sockets = Sockets.on(loop);
    }

    @BeforeEach
    void listen() throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket()), 1);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        assertThat(group.shutdownGracefully(0, 5, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void theLoopsOwnKindIsTaken() {
        assertThat(sockets).isInstanceOf(kind.sockets());
    }

    @Test
    void questionAndAnswer() throws Exception {
        Connection asking = connect();
        try (SocketChannel peer = server.accept()) {
            onLoop(() -> asking.write(PING));
            ByteBuffer question = ByteBuffer.allocate(10);
            peer.read(question);
            assertThat(question.position()).isEqualTo(4);
            peer.write(ByteBuffer.wrap("healthy".getBytes(StandardCharsets.US_ASCII)));
            assertThat(heard.next()).isEqualTo("healthy");
        }
        assertThat(heard.next()).isEqualTo("ended");
        onLoop(asking::close);
    }

    @Test
    void readingBeforeAnythingCameBringsNothingAndWaitsForNothing() throws Exception {
        Connection asking = connect();
        try (SocketChannel peer = server.accept()) {
            onLoop(() -> assertThat(asking.read()).isEqualTo(ByteBuffer.allocate(0)));
            assertThat(peer.isOpen()).isTrue();
        }
        onLoop(asking::close);
    }

    @Test
    void whoListensIsKnown() throws Exception {
        Connection asking = connect();
        onLoop(() -> assertThat(asking.peer()).isEqualTo(kind.self()));
        onLoop(asking::close);
    }

    @Test
    void closedConnectionHearsNothingMoreAndIsSeenByThePeer() throws Exception {
        Connection asking = connect();
        try (SocketChannel peer = server.accept()) {
            onLoop(asking::close);
            onLoop(asking::close);
            assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        assertThat(heard.words).isEmpty();
        assertThatThrownBy(() -> onLoop(asking::read)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> onLoop(() -> asking.write(PING))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> onLoop(asking::peer)).isInstanceOf(IOException.class);
    }

    @Test
    void whoHearsOfTheEndOnceIsNotToldAgain() throws Exception {
        Connection asking = connect();
        server.accept().close();
        assertThat(heard.next()).isEqualTo("ended");
        onLoop(() -> assertThat(heard.words).isEmpty());
        onLoop(() -> heard.listenTo(asking));
        assertThat(heard.next()).isEqualTo("ended");
        onLoop(asking::close);
    }

    @Test
    void peerThatIsGoneBeforeTheQuestionIsTold() throws Exception {
        Connection asking = connect();
        server.accept().close();
        assertThatThrownBy(() -> onLoop(() -> asking.write(PING))).isInstanceOf(IOException.class);
        onLoop(asking::close);
    }

    @Test
    void faultOfAReaderEndsItsConnectionAndNotTheLoop() throws Exception {
        Connection asking = connect();
        onLoop(() -> asking.onReadable(() -> {
            throw new IllegalStateException("a reader's fault, wanted here");
        }));
        try (SocketChannel peer = server.accept()) {
            peer.shutdownOutput();
            assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        onLoop(() -> assertThat(loop.inEventLoop()).isTrue());
    }

    static List<InetSocketAddress> families() {
        return List.of(V4, V6);
    }

    @ParameterizedTest
    @MethodSource("families")
    void connectionsAreAcceptedWithTheirClientsAddress(InetSocketAddress address) throws Exception {
        Listening listening = listen(address);
        try (Socket client = new Socket(address.getAddress(), listening.port())) {
            assertThat(heard.next()).isEqualTo("accepted " + client.getLocalSocketAddress());
            Connection accepted = heard.accepted.take();
            onLoop(() -> heard.listenTo(accepted));
            client.getOutputStream().write("web\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(heard.next()).isEqualTo("web\n");
            client.shutdownOutput();
            assertThat(heard.next()).isEqualTo("ended");
            onLoop(() -> accepted.write("up\n".getBytes(StandardCharsets.US_ASCII)));
            onLoop(accepted::endOutput);
            assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("up\n");
            onLoop(accepted::close);
        }
        onLoop(listening::close);
    }

    @Test
    void resetIsTold() throws Exception {
        Listening listening = listen(V4);
        Connection accepted;
        try (Socket client = client(listening)) {
            accepted = heard.accepted.take();
            heard.words.clear();
            client.setSoLinger(true, 0);
        }
        onLoop(() -> heard.listenTo(accepted));
        assertThat(heard.next()).isEqualTo("broke");
        onLoop(accepted::close);
        onLoop(listening::close);
    }

    @Test
    void moreThanOneTurnsConnectionsAreAllAccepted() throws Exception {
        Listening listening = listen(V4);
        List<Socket> clients = new ArrayList<>();
        CountDownLatch held = new CountDownLatch(1);
        loop.execute(() -> awaitUninterruptibly(held));
        for (int i = 0; i < Sockets.ACCEPTED_IN_ONE_TURN + 5; i++) {
            clients.add(client(listening));
        }
        held.countDown();
        for (Socket client : clients) {
            assertThat(heard.next()).isEqualTo("accepted " + client.getLocalSocketAddress());
            client.close();
            Connection accepted = heard.accepted.take();
            onLoop(accepted::close);
        }
        onLoop(listening::close);
    }

    @Test
    void closedPortRefusesAsSoonAsTheLoopComesRound() throws Exception {
        Listening listening = listen(V4);
        onLoop(listening::close);
        onLoop(listening::close);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        client(listening).close();
                    }
                })
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void takenPortIsRefused() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, V4.getAddress())) {
            assertThatThrownBy(() -> listen((InetSocketAddress) taken.getLocalSocketAddress()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void missingSocketIsExplained() throws Exception {
        assertThat(explained(directory.resolve("none")))
                .hasValueSatisfying(why -> assertThat(why).endsWith("none is missing: its service is gone"));
    }

    @Test
    void deadSocketIsExplained() throws Exception {
        server.close();
        assertThat(explained(socket()))
                .hasValueSatisfying(
                        why -> assertThat(why).endsWith("sock refused the connection: its service is gone"));
    }

    @Test
    void fullBacklogIsNoFault() throws Exception {
        List<Connection> crowd = new ArrayList<>();
        Optional<String> why = Optional.of("not full yet");
        while (why.isPresent()) {
            try {
                crowd.add(connect());
            } catch (IOException e) {
                why = ConnectErrors.describe(socket(), e);
                assertThat(why).isEmpty();
            }
            assertThat(crowd).hasSizeLessThan(10);
        }
        for (Connection one : crowd) {
            onLoop(one::close);
        }
    }

    private Optional<String> explained(Path path) throws Exception {
        try {
            onLoop(() -> sockets.connect(path));
            return Optional.empty();
        } catch (IOException e) {
            return ConnectErrors.describe(path, e);
        }
    }

    private Connection connect() throws Exception {
        return fromLoop(() -> {
            Connection made = sockets.connect(socket());
            heard.listenTo(made);
            return made;
        });
    }

    private Listening listen(InetSocketAddress address) throws Exception {
        return fromLoop(() -> sockets.listen(address, heard));
    }

    private static Socket client(Listening listening) throws IOException {
        return new Socket(V4.getAddress(), listening.port());
    }

    private static InetSocketAddress address(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), 0);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Path socket() {
        return directory.resolve("sock");
    }

    /** What is to be done on the loop. */
    private interface Step {
        void run() throws IOException;
    }

    private void onLoop(Step step) throws Exception {
        fromLoop(() -> {
            step.run();
            return step;
        });
    }

    private <T> T fromLoop(Callable<T> action) throws Exception {
        try {
            return loop.submit(action).get(5, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw e;
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
