/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import static io.hcbridge.bridge.probe.health.FakeHealthSocket.answers;
import static io.hcbridge.bridge.probe.health.FakeHealthSocket.hangs;
import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.probe.BlockingWork;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.ipc.health.ServiceStatus;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the probe for systems with named pipes, here with unix sockets. */
@Timeout(30)
final class BlockingProbeTest {
    private static final Duration LONG = Duration.ofSeconds(8);

    private volatile String status = "";

    @TempDir
    private Path directory;

    private final ProbeRunner runner = new ProbeRunner(IoKind.NIO, new BlockingWork(1, 1));

    @AfterEach
    void stop() {
        runner.close();
    }

    @Test
    void statusOfAServiceIsItsVerdict() throws Exception {
        try (FakeHealthSocket service = listen(answers("drain up 50% #deploy\n", ""))) {
            BlockingProbe probe = probe(LONG);
            Verdict verdict = (Verdict) runner.run(probe);

            assertThat(verdict.admin()).contains(Admin.DRAIN);
            assertThat(verdict.capacity().weight()).hasValue(50);
            assertThat(verdict.reason().text()).isEqualTo("deploy");
            assertThat(service.requests()).containsExactly("status\n");
            assertThat(runner.describe(probe))
                    .startsWith(directory.resolve(".hc-socket") + ", socket ")
                    .endsWith("a.sock, asked 'status', answered 'drain up 50% #deploy'");
        }
    }

    @Test
    void pollGapIsSentToTheService() throws Exception {
        try (FakeHealthSocket service = listen(answers("up\n", ""))) {
            BlockingProbe probe = new BlockingProbe(
                    runner.environment().withPollGap(() -> OptionalInt.of(5000)),
                    ProbeRunner.config(directory, directory, ""),
                    LONG);

            assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
            assertThat(service.requests()).containsExactly("status 5000\n");
        }
    }

    @Test
    void serverWithoutStatusGetsStatusOnce() throws Exception {
        try (FakeHealthSocket service = listen(answers("send 'ping' to trigger healthcheck", "db down"))) {
            BlockingProbe probe = probe(LONG);

            assertThat(runner.run(probe)).isEqualTo(Verdict.down("db down"));
            assertThat(runner.run(probe)).isEqualTo(Verdict.down("db down"));
            assertThat(service.requests()).containsExactly("status\n", "ping", "ping");
        }
    }

    @Test
    void drainStaysWhileStatusGetsNoReply() throws Exception {
        try (FakeHealthSocket service =
                listen((client, request) -> answers(status, "healthy").play(client, request))) {
            BlockingProbe probe = probe(LONG);
            status = "drain up #deploy\n";
            assertThat(((Verdict) runner.run(probe)).admin()).contains(Admin.DRAIN);
            for (String cut : new String[] {"", "dra", "drain up #dep"}) {
                status = cut;
                assertThat(runner.run(probe)).isEqualTo(Verdict.UP.healthOnly());
            }
            status = "drain up #deploy\n";
            assertThat(((Verdict) runner.run(probe)).admin()).contains(Admin.DRAIN);
            status = "send 'ping'";
            assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
            assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
            assertThat(service.requests()).filteredOn("ping"::equals).hasSize(5);
            assertThat(service.requests()).filteredOn("status\n"::equals).hasSize(6);
        }
    }

    @Test
    void serviceWithoutItsFileHasWithdrawn() throws Exception {
        assertThat(runner.run(probe(LONG))).isEqualTo(Verdict.withdrawn("no .hc-socket in " + directory));
        assertThat(runner.describe(probe(LONG))).isEqualTo(directory.resolve(".hc-socket") + ", not probed yet");
    }

    @Test
    void lackOfDescriptorsIsAFaultOfTheBridge() throws Exception {
        BlockingProbe probe = probe(LONG);
        String what = "cannot read .hc-socket: Too many open files";
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        runner.loop().execute(() -> {
            probe.start(result::complete);
            probe.returned(new ServiceStatus(
                    Health.FAILED, Optional.empty(), Capacity.NONE, what, false, false, true, "no socket"));
        });

        assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo(new BridgeFault(what));
    }

    @Test
    void serviceThatHangsFailsAtTheTimeLimit() throws Exception {
        try (FakeHealthSocket service = listen(hangs())) {
            long start = System.nanoTime();
            Verdict verdict = (Verdict) runner.run(probe(Duration.ofMillis(150)));

            assertThat(verdict.reason().text()).containsAnyOf("no answer within 150ms", "did not reply within 150 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(150), LONG);
            assertThat(service.requests()).containsExactly("status\n");
        }
    }

    @Test
    void lackOfThreadsIsAFaultOfTheBridge() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        runner.environment().blocking().start(() -> {
            try {
                free.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Path file = directory.resolve(".hc-socket");

        assertThat(runner.run(probe(Duration.ofMillis(50))))
                .isEqualTo(new BridgeFault("no free thread to query " + file));
        free.countDown();
        assertThat(runner.run(probe(LONG))).isEqualTo(Verdict.withdrawn("no .hc-socket in " + directory));
        runner.environment().blocking().close();
        assertThat(runner.run(probe(LONG))).isInstanceOf(BridgeFault.class);
    }

    private BlockingProbe probe(Duration timeout) {
        return new BlockingProbe(runner.environment(), ProbeRunner.config(directory, directory, ""), timeout);
    }

    private FakeHealthSocket listen(FakeHealthSocket.Script script) throws IOException {
        return FakeHealthSocket.listen(directory, "a", script);
    }
}
