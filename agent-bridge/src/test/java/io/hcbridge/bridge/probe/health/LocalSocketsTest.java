/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import static io.hcbridge.bridge.probe.health.FakeHealthSocket.answers;
import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.probe.BlockingWork;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.Verdict;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests sockets that cannot be opened or connected, on epoll and on the JDK's selector. */
@Timeout(30)
@ParameterizedClass
@EnumSource(IoKind.class)
final class LocalSocketsTest {
    private static final Duration LIMIT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(8);

    /** Counts the attempts to connect, and simulates a lack of descriptors. */
    private static final class Scarce extends LocalSockets {
        private final LocalSockets real;
        private volatile boolean exhausted;
        private final AtomicInteger opened = new AtomicInteger();

        Scarce(EventLoop loop) {
            super(loop);
            this.real = LocalSockets.on(loop);
        }

        @Override
        SocketAddress address(Path path) {
            return real.address(path);
        }

        @Override
        Channel open() {
            if (exhausted) {
                throw new ChannelException("too many open files");
            }
            opened.incrementAndGet();
            return real.open();
        }

        @Override
        ConnectFailure reason(Throwable failure, Path path) {
            return real.reason(failure, path);
        }
    }

    private final IoKind kind;

    @TempDir
    private Path directory;

    private ProbeRunner runner;
    private Scarce sockets;
    private HealthProbe probe;

    LocalSocketsTest(IoKind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() {
        runner = new ProbeRunner(kind, new BlockingWork(4, 4));
        sockets = new Scarce(runner.loop());
        probe = probe(LONG);
    }

    private HealthProbe probe(Duration limit) {
        return new HealthProbe(runner.environment(), sockets, ProbeRunner.config(directory, directory, ""), limit);
    }

    @AfterEach
    void stop() {
        runner.close();
    }

    @Test
    void channelsMatchTheKindOfTheLoop() {
        assertThat(LocalSockets.on(runner.loop()))
                .isInstanceOf(kind == IoKind.NIO ? NioLocalSockets.class : EpollLocalSockets.class);
    }

    @Test
    void lackOfDescriptorsIsAFaultOfTheBridge() throws Exception {
        try (FakeHealthSocket service = FakeHealthSocket.listen(directory, "a", answers("up\n", ""))) {
            sockets.exhausted = true;
            assertThat(runner.run(probe)).isEqualTo(new BridgeFault("too many open files"));
            sockets.exhausted = false;
            assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
            assertThat(service.requests()).hasSize(1);
        }
    }

    @Test
    void connectToARegularFileIsRefused() throws Exception {
        Files.writeString(directory.resolve(".hc-socket"), "a");
        Path plain = Files.createFile(directory.resolve("a.sock"));

        assertThat(runner.run(probe))
                .isEqualTo(
                        Verdict.failed("cannot connect to " + plain + ": connection refused; is the service running?"));
        // The probe tries twice.
        assertThat(sockets.opened).hasValue(2);
    }

    @Test
    void errorForATooLongPathNamesTheReason() throws Exception {
        Path deep = directory.resolve("d".repeat(100));
        Files.writeString(directory.resolve(".hc-socket"), "a");
        HealthProbe tooDeep =
                new HealthProbe(runner.environment(), sockets, ProbeRunner.config(directory, deep, ""), LIMIT);

        assertThat(((Verdict) runner.run(tooDeep)).reason().text()).startsWith("socket path " + directory);
        assertThat(sockets.opened).hasValue(0);
    }

    @Test
    void fullBacklogIsRetriedWithIncreasingPauses() throws Exception {
        Path socket = directory.resolve("full.sock");
        List<SocketChannel> crowd = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket), 1);
            Files.writeString(directory.resolve(".hc-socket"), "full");
            fill(socket, crowd);

            assertThat(runner.run(probe(LIMIT)))
                    .isEqualTo(Verdict.failed("backlog of " + socket + " is full, no answer within 400ms"));
            // After 0, 2, 6, 14, 30, 62, 112, 162, 212, 262, 312 and 362 ms, or later.
            assertThat(sockets.opened.get()).isBetween(3, 12);
        } finally {
            for (SocketChannel one : crowd) {
                one.close();
            }
        }
    }

    @Test
    void errorForADeniedConnectNamesOwnerAndMode() {
        Path socket = directory.resolve("a.sock");

        assertThat(denied(socket)).isEqualTo(LocalSockets.ConnectFailure.DENIED);
    }

    private LocalSockets.ConnectFailure denied(Path socket) {
        Exception failure = kind != IoKind.NIO
                ? new java.net.ConnectException("connect(..) failed with error(-13): Permission denied: " + socket)
                : (Exception) new java.net.SocketException().initCause(new java.net.BindException("denied"));
        return sockets.reason(failure, socket);
    }

    private static void fill(Path socket, List<SocketChannel> crowd) throws IOException {
        while (crowd.size() < 100) {
            SocketChannel one = SocketChannel.open(StandardProtocolFamily.UNIX);
            crowd.add(one);
            one.configureBlocking(false);
            try {
                one.connect(UnixDomainSocketAddress.of(socket));
            } catch (IOException full) {
                return;
            }
        }
        throw new AssertionError("a backlog of 1 took 100 connections");
    }
}
