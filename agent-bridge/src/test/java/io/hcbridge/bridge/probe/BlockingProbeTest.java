/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.health.HealthClient;
import io.hcbridge.ipc.health.HealthServer;
import io.netty.channel.DefaultEventLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        BlockingProbe probe = new BlockingProbe(loop, executor, HealthClient.of(directory), timeout);
        loop.execute(() -> probe.start(verdict::complete));
        return verdict.get(10, TimeUnit.SECONDS);
    }
}
