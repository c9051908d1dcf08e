/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.security.auth.module.UnixSystem;
import io.hcbridge.bridge.probe.ProbeSockets.ProbeListener;
import io.hcbridge.bridge.probe.ProbeSockets.ProbeSocket;
import io.hcbridge.ipc.Refusal;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the probe's sockets do, the same on epoll and on the JDK's selector. */
@ParameterizedClass
@EnumSource(ProbeSocketsTest.Kind.class)
final class ProbeSocketsTest {
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
            Class<? extends ProbeSockets> sockets() {
                return EpollProbeSockets.class;
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
            Class<? extends ProbeSockets> sockets() {
                return NioProbeSockets.class;
            }
        };

        abstract String self();

        abstract IoHandlerFactory handlers();

        abstract Class<? extends ProbeSockets> sockets();
    }

    /** Notes what is heard, in words. */
    private static final class Heard implements ProbeListener {
        private final BlockingQueue<String> words = new LinkedBlockingQueue<>();

        @Override
        public void received(ByteBuffer bytes) {
            words.add(StandardCharsets.US_ASCII.decode(bytes).toString());
        }

        @Override
        public void ended(String how) {
            words.add("ended: " + how);
        }

        String next() throws InterruptedException {
            return String.valueOf(words.poll(5, TimeUnit.SECONDS));
        }
    }

    @TempDir
    private Path directory;

    private final Kind kind;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final ProbeSockets sockets;
    private final Heard heard = new Heard();
    private ServerSocketChannel server;

    ProbeSocketsTest(Kind kind) {
        this.kind = kind;
        this.group = new MultiThreadIoEventLoopGroup(1, kind.handlers());
        this.loop = group.next();
        this.sockets = ProbeSockets.on(loop);
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
        ProbeSocket asking = connect();
        try (SocketChannel peer = server.accept()) {
            onLoop(() -> {
                asking.send("ping".getBytes(StandardCharsets.US_ASCII));
                return asking;
            });
            ByteBuffer question = ByteBuffer.allocate(10);
            peer.read(question);
            assertThat(question.position()).isEqualTo(4);
            peer.write(ByteBuffer.wrap("healthy".getBytes(StandardCharsets.US_ASCII)));
            assertThat(heard.next()).isEqualTo("healthy");
        }
        assertThat(heard.next()).isEqualTo("ended: closed without an answer");
        close(asking);
    }

    @Test
    void whoListensIsKnown() throws Exception {
        ProbeSocket asking = connect();
        assertThat(onLoop(asking::peer)).isEqualTo(kind.self());
        close(asking);
    }

    @Test
    void closedSocketHearsNothingMoreAndIsSeenByThePeer() throws Exception {
        ProbeSocket asking = connect();
        try (SocketChannel peer = server.accept()) {
            close(asking);
            close(asking);
            assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        assertThat(heard.words).isEmpty();
    }

    @Test
    void peerThatIsGoneBeforeTheQuestionEndsTheConnection() throws Exception {
        ProbeSocket asking = connect();
        server.accept().close();
        onLoop(() -> {
            asking.send(new byte[4]);
            return asking;
        });
        assertThat(heard.next()).startsWith("ended: ");
        close(asking);
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
        List<ProbeSocket> crowd = new ArrayList<>();
        Optional<String> why = Optional.of("not full yet");
        while (why.isPresent()) {
            try {
                crowd.add(connect());
            } catch (IOException e) {
                why = Refusal.explain(socket(), e);
                assertThat(why).isEmpty();
            }
            assertThat(crowd).hasSizeLessThan(10);
        }
        for (ProbeSocket one : crowd) {
            close(one);
        }
    }

    private Optional<String> explained(Path path) throws Exception {
        try {
            onLoop(() -> sockets.connect(path, heard));
            return Optional.empty();
        } catch (IOException e) {
            return Refusal.explain(path, e);
        }
    }

    private ProbeSocket connect() throws Exception {
        return onLoop(() -> sockets.connect(socket(), heard));
    }

    private void close(ProbeSocket socket) throws Exception {
        onLoop(() -> {
            socket.close();
            return socket;
        });
    }

    private Path socket() {
        return directory.resolve("sock");
    }

    private <T> T onLoop(Callable<T> action) throws Exception {
        try {
            return loop.submit(action).get(5, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw e;
        }
    }
}
