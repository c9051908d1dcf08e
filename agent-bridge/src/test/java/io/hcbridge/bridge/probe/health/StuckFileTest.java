/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import static io.hcbridge.bridge.probe.health.FakeHealthSocket.answers;
import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.probe.BlockingWork;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests a {@code .hc-socket} that blocks its reader: a FIFO replaces it between the check and the open. */
@Timeout(60)
final class StuckFileTest {
    private static final Duration LIMIT = Duration.ofMillis(900);

    @TempDir
    private Path directory;

    private final ProbeRunner runner = new ProbeRunner(IoKind.EPOLL, new BlockingWork(1, 8));
    private volatile boolean swapping = true;

    @AfterEach
    void stop() {
        runner.close();
    }

    @Test
    void fifoBlocksOnlyItsOwnTargetWhichIsReadAgainLater() throws Exception {
        Path good = Files.createDirectory(directory.resolve("good"));
        Path bad = Files.createDirectory(directory.resolve("bad"));
        try (FakeHealthSocket goodService = FakeHealthSocket.listen(good, "g", answers("up\n", ""));
                FakeHealthSocket badService = FakeHealthSocket.listen(bad, "b", answers("up\n", ""))) {
            HealthProbe hostile = runner.probe(bad, LIMIT);
            Thread swapper = new Thread(() -> swap(bad), "swapper");
            swapper.start();
            try {
                ProbeResult result = runner.run(hostile);
                while (!isStuck(result)) {
                    result = runner.run(hostile);
                }
            } finally {
                swapping = false;
                swapper.join();
            }

            // The only thread hangs, and a new one has replaced it.
            assertThat(runner.run(runner.probe(good, Duration.ofSeconds(8)))).isEqualTo(Verdict.UP);
            Files.delete(bad.resolve(".hc-socket"));
            Files.writeString(bad.resolve(".hc-socket"), "b");
            assertThat(runner.run(hostile)).isEqualTo(Verdict.UP);
            assertThat(goodService.requests()).hasSize(1);
            assertThat(badService.requests()).isNotEmpty();
        }
    }

    @Test
    void lackOfAThreadToReadTheFileIsAFaultOfTheBridge() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        runner.environment().blocking().start(() -> awaitUninterruptibly(free));
        HealthProbe probe = runner.probe(directory, LIMIT);

        assertThat(runner.run(probe))
                .isEqualTo(new BridgeFault("no free thread to read " + directory.resolve(".hc-socket")));
        free.countDown();
        assertThat(runner.run(probe)).isEqualTo(Verdict.withdrawn("no .hc-socket in " + directory));
    }

    private static boolean isStuck(ProbeResult result) {
        return result instanceof Verdict verdict
                && verdict.reason().text().startsWith("no answer within 900ms: reading ");
    }

    /** Repeatedly replaces the file by a FIFO and back, as fast as possible. Leaves the FIFO at the end. */
    private void swap(Path service) {
        Path file = service.resolve(".hc-socket");
        try {
            Path fifo = service.resolve("fifo");
            assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                    .isZero();
            Path regular = Files.copy(file, service.resolve("regular"));
            while (swapping) {
                replace(file, regular);
                replace(file, fifo);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void replace(Path file, Path by) throws IOException {
        Path link = file.resolveSibling("link");
        Files.createLink(link, by);
        Files.move(link, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
