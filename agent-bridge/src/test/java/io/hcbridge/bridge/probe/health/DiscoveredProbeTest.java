/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import static io.hcbridge.bridge.probe.health.FakeHealthSocket.answers;
import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.probe.BlockingWork;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Health;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class DiscoveredProbeTest {
    @TempDir
    private Path directory;

    private final ProbeRunner runner = new ProbeRunner(IoKind.NIO, new BlockingWork(1, 1));
    private Probe probe;

    @BeforeEach
    void open() {
        DiscoveredProbeConfig config = new DiscoveredProbeConfig(ProbeRunner.config(Path.of("/none"), directory, ""));
        probe = config.in(directory).open(runner.environment(), "orders", Duration.ofSeconds(8));
    }

    @AfterEach
    void stop() {
        runner.close();
    }

    @Test
    void serviceWithoutItsFileIsStopped() throws Exception {
        Verdict verdict = (Verdict) run();

        assertThat(verdict.health()).isEqualTo(Health.STOPPED);
        assertThat(verdict.reason().text()).isEqualTo("no .hc-socket in " + directory);
    }

    @Test
    void otherResultsAreThoseOfTheService() throws Exception {
        try (FakeHealthSocket service = FakeHealthSocket.listen(directory, "a", answers("up\n", ""))) {
            assertThat(run()).isEqualTo(Verdict.UP);
            service.kill();
            assertThat(((Verdict) run()).health()).isEqualTo(Health.FAILED);
        }
        Files.delete(directory.resolve(".hc-socket"));
        assertThat(((Verdict) run()).health()).isEqualTo(Health.STOPPED);
    }

    private ProbeResult run() throws Exception {
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        runner.loop().execute(() -> probe.start(result::complete));
        return result.get(20, TimeUnit.SECONDS);
    }
}
