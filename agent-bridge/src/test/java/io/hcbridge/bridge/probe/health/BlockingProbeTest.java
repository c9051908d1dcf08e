/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.ipc.health.HealthServer;
import io.hcbridge.ipc.internal.SystemTransport;
import io.hcbridge.protocol.agent.Admin;
import io.netty.channel.DefaultEventLoop;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe for systems with named pipes, here on what this system has. */
final class BlockingProbeTest {
    @TempDir
    private Path directory;

    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String failure = "";

    @AfterEach
    void stop() {
        threads.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void verdictIsWhatTheServiceSays() throws Exception {
        try (HealthServer server = HealthServer.builder().directory(directory).start(() -> {
            if (!failure.isEmpty()) {
                throw new IllegalStateException(failure);
            }
        })) {
            assertThat(server.socket()).exists();
            assertThat(probe(threads, Duration.ofSeconds(5))).isEqualTo(Verdict.UP);
            failure = "db down";
            assertThat(probe(threads, Duration.ofSeconds(5))).isEqualTo(Verdict.down("db down"));
        }
    }

    @Test
    void serviceThatDrainsIsHeard() throws Exception {
        try (HealthServer server = HealthServer.builder().directory(directory).start(() -> {})) {
            server.drain("deploy");
            assertThat(probe(threads, Duration.ofSeconds(5)).admin()).contains(Admin.DRAIN);
        }
    }

    @Test
    void serverThatDoesNotKnowStatusIsAskedForAPing() throws Exception {
        Path socket = directory.resolve("old.sock");
        Files.writeString(directory.resolve(".hc-socket"), "old");
        try (ServerSocketChannel old = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            old.bind(UnixDomainSocketAddress.of(socket));
            threads.execute(() -> answerAsAGoServer(old));
            BlockingProbe probe =
                    new BlockingProbe(loop, threads, SystemTransport.get(), config(), Duration.ofSeconds(5));
            assertThat(verdict(probe)).isEqualTo(Verdict.UP);
            assertThat(verdict(probe)).isEqualTo(Verdict.UP);
            assertThat(probe.describeLast()).endsWith("old.sock, asked 'ping', answered 'healthy'");
        }
        // The third connection is the second probe's: it knows better by then.
        assertThat(requests).containsExactly("status\n", "ping", "ping");
    }

    @Test
    void missingServiceIsAFailure() throws Exception {
        assertThat(probe(threads, Duration.ofSeconds(5))).isEqualTo(Verdict.failed("no .hc-socket in " + directory));
    }

    @Test
    void verdictComesInTimeThoughNoThreadIsFree() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        Executor busy = task -> threads.execute(() -> {
            try {
                free.await();
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(probe(busy, Duration.ofMillis(50))).isEqualTo(Verdict.failed("no answer within 50ms"));
        free.countDown();
    }

    private Verdict probe(Executor executor, Duration timeout) throws Exception {
        return verdict(new BlockingProbe(loop, executor, SystemTransport.get(), config(), timeout));
    }

    private Verdict verdict(BlockingProbe probe) throws Exception {
        CompletableFuture<ProbeResult> verdict = new CompletableFuture<>();
        loop.execute(() -> probe.start(verdict::complete));
        return (Verdict) verdict.get(10, TimeUnit.SECONDS);
    }

    private Path socketDirectory() {
        return Files.exists(directory.resolve("old.sock")) ? directory : Path.of("/tmp");
    }

    private HealthProbeConfig config() {
        return new HealthProbeConfig(directory, socketDirectory(), Optional.empty());
    }

    private void answerAsAGoServer(ServerSocketChannel server) {
        ByteBuffer request = ByteBuffer.allocate(64);
        while (server.isOpen()) {
            try (SocketChannel client = server.accept()) {
                client.read(request.clear());
                String asked = StandardCharsets.US_ASCII.decode(request.flip()).toString();
                requests.add(asked);
                String answer = asked.equals("ping") ? "healthy" : "send 'ping' to trigger healthcheck";
                client.write(StandardCharsets.US_ASCII.encode(answer));
            } catch (IOException closed) {
                return;
            }
        }
    }
}
