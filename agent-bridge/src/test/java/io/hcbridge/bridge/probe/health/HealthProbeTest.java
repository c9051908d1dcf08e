/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import static io.hcbridge.bridge.probe.health.FakeHealthSocket.answers;
import static io.hcbridge.bridge.probe.health.FakeHealthSocket.hangs;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.probe.BlockingWork;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.ipc.internal.client.SocketFileException;
import io.hcbridge.ipc.internal.client.SocketFileException.Kind;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Health;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the exchange of the probe with a service, on epoll and on the JDK's selector. */
@Timeout(30)
@ParameterizedClass
@EnumSource(IoKind.class)
final class HealthProbeTest {
    private static final Duration LIMIT = Duration.ofMillis(900);
    private static final Duration LONG = Duration.ofSeconds(8);
    private static final String USAGE = "send 'ping' to trigger healthcheck";

    private final IoKind kind;
    private volatile String status = "";

    @TempDir
    private Path directory;

    private ProbeRunner runner;
    private HealthProbe probe;

    HealthProbeTest(IoKind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() {
        runner = new ProbeRunner(kind, new BlockingWork(4, 4));
        probe = runner.probe(directory, LONG);
    }

    @AfterEach
    void stop() {
        runner.close();
    }

    @Test
    void statusOfAServiceIsItsVerdict() throws Exception {
        try (FakeHealthSocket service = listen(answers("drain up 50% #deploy 42\n", "not asked"))) {
            Verdict verdict = (Verdict) runner.run(probe);

            assertThat(verdict.health()).isEqualTo(Health.UP);
            assertThat(verdict.admin()).contains(Admin.DRAIN);
            assertThat(verdict.capacity().weight()).hasValue(50);
            assertThat(verdict.reason().text()).isEqualTo("deploy 42");
            assertThat(service.requests()).containsExactly("status\n");
            assertThat(runner.describe(probe))
                    .startsWith(directory.resolve(".hc-socket") + ", socket " + service.path() + ", peer ")
                    .endsWith(", asked 'status', answered 'drain up 50% #deploy 42'");
        }
    }

    @ParameterizedTest
    @CsvSource({"healthy, UP, ''", "db down, DOWN, db down"})
    void aServerThatDoesNotUnderstandStatusIsAskedForItOnce(String answer, Health health, String reason)
            throws Exception {
        try (FakeHealthSocket service = listen(answers(USAGE, answer))) {
            for (int i = 0; i < 3; i++) {
                Verdict verdict = (Verdict) runner.run(probe);
                assertThat(verdict.health()).isEqualTo(health);
                assertThat(verdict.reason().text()).isEqualTo(reason);
            }
            assertThat(service.requests()).containsExactly("status\n", "ping", "ping", "ping");
        }
    }

    @Test
    void pollGapIsSentToTheService() throws Exception {
        AtomicInteger millis = new AtomicInteger(5000);
        HealthProbe stating = runner.probe(directory, LONG, () -> OptionalInt.of(millis.get()));
        try (FakeHealthSocket service = listen(answers("up 50%\n", "not asked"))) {
            assertThat(((Verdict) runner.run(stating)).capacity().weight()).hasValue(50);
            assertThat(runner.describe(stating)).endsWith(", asked 'status 5000', answered 'up 50%'");
            millis.set(0);
            runner.run(stating);
            assertThat(service.requests()).containsExactly("status 5000\n", "status 0\n");
        }
    }

    @Test
    void aServerThatDoesNotUnderstandThePollGapIsSentItOnce() throws Exception {
        HealthProbe stating = runner.probe(directory, LONG, () -> OptionalInt.of(5000));
        try (FakeHealthSocket service =
                listen((client, request) -> answers(request.equals("status\n") ? "drain up\n" : USAGE, "healthy")
                        .play(client, request))) {
            for (int i = 0; i < 2; i++) {
                assertThat(((Verdict) runner.run(stating)).admin()).contains(Admin.DRAIN);
            }
            assertThat(service.requests()).containsExactly("status 5000\n", "status\n", "status\n");
        }
    }

    @Test
    void aServerThatUnderstandsOnlyPingIsSentBothFormsOfStatusOnce() throws Exception {
        HealthProbe stating = runner.probe(directory, LONG, () -> OptionalInt.of(5000));
        try (FakeHealthSocket service = listen(answers(USAGE, "healthy"))) {
            for (int i = 0; i < 2; i++) {
                assertThat(runner.run(stating)).isEqualTo(Verdict.UP);
            }
            assertThat(service.requests()).containsExactly("status 5000\n", "status\n", "ping", "ping");
        }
    }

    @Test
    void pollGapIsSentAgainAfterOneCloseWithoutAReply() throws Exception {
        HealthProbe stating = runner.probe(directory, LONG, () -> OptionalInt.of(5000));
        try (FakeHealthSocket service = listen((client, request) ->
                answers(request.equals("status\n") ? status : "", "healthy").play(client, request))) {
            status = "drain up\n";
            assertThat(((Verdict) runner.run(stating)).isHealthOnly()).isFalse();
            status = "";
            assertThat(((Verdict) runner.run(stating)).isHealthOnly()).isTrue();
            assertThat(service.requests())
                    .containsExactly("status 5000\n", "status\n", "status 5000\n", "status\n", "ping");
        }
    }

    @Test
    void statusIsSentAgainAfterOneCloseWithoutAReply() throws Exception {
        try (FakeHealthSocket service =
                listen((client, request) -> answers(status, "healthy").play(client, request))) {
            assertThat(runner.run(probe)).isEqualTo(Verdict.UP.healthOnly());
            status = "drain up #deploy\n";
            assertThat(((Verdict) runner.run(probe)).admin()).contains(Admin.DRAIN);
            assertThat(service.requests()).containsExactly("status\n", "ping", "status\n");
        }
    }

    @Test
    void drainStaysWhileStatusGetsNoReply() throws Exception {
        try (FakeHealthSocket service =
                listen((client, request) -> answers(status, "healthy").play(client, request))) {
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
        long start = System.nanoTime();
        assertThat(runner.run(probe)).isEqualTo(Verdict.withdrawn("no .hc-socket in " + directory));
        assertThat(since(start)).isBetween(Duration.ofMillis(50), LONG);

        Path none = directory.resolve("none");
        assertThat(runner.run(runner.probe(none, LONG)))
                .isEqualTo(Verdict.withdrawn("directory " + none + " does not exist"));
        assertThat(runner.describe(probe)).isEqualTo(directory.resolve(".hc-socket") + ", no socket");
    }

    @Test
    void killedServiceHasFailedAndNotWithdrawn() throws Exception {
        FakeHealthSocket service = listen(answers("up\n", "healthy"));
        assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
        service.kill();

        long start = System.nanoTime();
        assertThat(runner.run(probe))
                .isEqualTo(Verdict.failed(
                        "cannot connect to " + service.path() + ": connection refused; is the service running?"));
        assertThat(since(start)).isBetween(Duration.ofMillis(50), LONG);
        Files.delete(service.path());
        assertThat(runner.run(probe))
                .isEqualTo(Verdict.failed(
                        "cannot connect to " + service.path() + ": it does not exist; is the service running?"));
    }

    @Test
    void fileWrittenAfterTheFirstAttemptIsFoundByTheSecond() throws Exception {
        ProbeResult result = resultIfStartedAfter20Milliseconds();
        // The service has only 30 ms. A busy machine may take longer.
        for (int i = 0; i < 20 && !result.equals(Verdict.UP); i++) {
            result = resultIfStartedAfter20Milliseconds();
        }

        assertThat(result).isEqualTo(Verdict.UP);
    }

    private ProbeResult resultIfStartedAfter20Milliseconds() throws Exception {
        CompletableFuture<ProbeResult> result = runner.start(probe);
        TimeUnit.MILLISECONDS.sleep(20);
        try (FakeHealthSocket service = FakeHealthSocket.listen(directory, "late", answers("up\n", "healthy"))) {
            ProbeResult found = result.get(10, TimeUnit.SECONDS);
            Files.delete(directory.resolve(".hc-socket"));
            Files.delete(service.path());
            return found;
        }
    }

    @Test
    void successorIsFoundByItsFile() throws Exception {
        try (FakeHealthSocket first = listen(answers("up\n", ""))) {
            assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
            try (FakeHealthSocket second = FakeHealthSocket.listen(directory, "successor", answers("up 50%\n", ""))) {
                assertThat(((Verdict) runner.run(probe)).capacity().weight()).hasValue(50);
                assertThat(second.requests()).hasSize(1);
            }
            assertThat(first.requests()).hasSize(1);
        }
    }

    @Test
    void serviceThatHangsFailsAtTheTimeLimit() throws Exception {
        try (FakeHealthSocket service = listen(hangs())) {
            assertFailsAtTheLimit("no answer within 900ms");
            assertThat(service.requests()).containsExactly("status\n");
        }
    }

    @Test
    void oneByteEach20MillisecondsWithoutALineEndIsTooSlow() throws Exception {
        try (FakeHealthSocket service = listen((client, request) -> {
            client.configureBlocking(false);
            long next = System.nanoTime();
            while (client.write(UTF_8.encode("u")) == 1) {
                next += TimeUnit.MILLISECONDS.toNanos(20);
                while (System.nanoTime() < next) {
                    Thread.onSpinWait();
                }
            }
        })) {
            assertFailsAtTheLimit("no answer within 900ms");
            assertThat(service.requests()).containsExactly("status\n");
        }
    }

    @Test
    void replyToPingWithoutACloseIsUsedAtTheTimeLimit() throws Exception {
        try (FakeHealthSocket service = listen((client, request) -> {
            client.write(UTF_8.encode(request.equals("ping") ? "db down" : USAGE));
            if (!request.equals("ping")) {
                client.close();
            }
        })) {
            HealthProbe limited = runner.probe(directory, LIMIT);
            long start = System.nanoTime();
            assertThat(runner.run(limited)).isEqualTo(Verdict.down("db down"));
            assertThat(since(start)).isBetween(LIMIT, LONG);
            assertThat(service.requests()).containsExactly("status\n", "ping");
        }
    }

    @Test
    void healthyReplyToPingNeedsNoClose() throws Exception {
        try (FakeHealthSocket service = listen((client, request) -> {
            client.write(UTF_8.encode(request.equals("ping") ? "healthy" : "?\n"));
        })) {
            long start = System.nanoTime();
            assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
            assertThat(since(start)).isLessThan(LONG);
            assertThat(service.requests()).containsExactly("status\n", "ping");
        }
    }

    @Test
    void replyInSeveralPartsIsOneReply() throws Exception {
        try (FakeHealthSocket service = listen((client, request) -> {
            for (byte b : "up 75%\n".getBytes(UTF_8)) {
                client.write(ByteBuffer.wrap(new byte[] {b}));
            }
        })) {
            assertThat(((Verdict) runner.run(probe)).capacity().weight()).hasValue(75);
            assertThat(service.requests()).containsExactly("status\n");
        }
    }

    @Test
    void serviceThatClosesWithoutAReplyHasFailed() throws Exception {
        try (FakeHealthSocket service = listen((client, request) -> client.close())) {
            assertThat(runner.run(probe)).isEqualTo(Verdict.failed("closed without an answer"));
            assertThat(service.requests()).containsExactly("status\n", "ping");
        }
    }

    /** Tests a reply of which all bytes after the first 4096 are superfluous. */
    @Test
    void endlessReplyGivesAVerdictAtOnce() throws Exception {
        try (FakeHealthSocket service = listen(HealthProbeTest::flood)) {
            Verdict verdict = (Verdict) runner.run(probe);

            assertThat(verdict.health()).isEqualTo(Health.DOWN);
            assertThat(verdict.reason().text()).startsWith("xxxx").hasSize(100);
            assertThat(service.requests()).containsExactly("status\n", "ping");
        }
    }

    @Test
    void callbackCanStartTheNextProbe() throws Exception {
        try (FakeHealthSocket service = listen(answers("up\n", ""))) {
            CompletableFuture<ProbeResult> second = new CompletableFuture<>();
            runner.loop().execute(() -> probe.start(first -> probe.start(second::complete)));

            assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(Verdict.UP);
            assertThat(service.requests()).containsExactly("status\n", "status\n");
        }
    }

    @Test
    void everyDescriptorIsClosed() throws Exception {
        try (FakeHealthSocket service = listen(answers(USAGE, "healthy"))) {
            runner.run(probe);
            long before = descriptors();
            for (int i = 0; i < 50; i++) {
                assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
            }
            service.kill();
            for (int i = 0; i < 3; i++) {
                runner.run(probe);
            }
            // The loop closes the connection after it has called the callback.
            runner.loop().submit(() -> {}).get(10, TimeUnit.SECONDS);
            assertThat(descriptors()).isLessThan(before + 10);
        }
    }

    @Test
    void lackOfThreadsForTheFileIsAFaultOfTheBridge() throws Exception {
        runner.environment().blocking().close();

        assertThat(runner.run(probe))
                .isInstanceOfSatisfying(
                        BridgeFault.class,
                        fault -> assertThat(fault.what()).startsWith("no thread for a blocking call"));
    }

    @Test
    void lackOfDescriptorsForTheFileIsAFaultOfTheBridge() throws Exception {
        String what = "cannot read .hc-socket: Too many open files";
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        runner.loop().execute(() -> {
            probe.start(result::complete);
            probe.failed(new SocketFileException(Kind.OUT_OF_RESOURCES, what));
        });

        assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo(new BridgeFault(what));
    }

    @Test
    void errorInTheCallbackIsNotSwallowed() throws Exception {
        try (FakeHealthSocket service = listen(answers("up\n", ""))) {
            runner.loop()
                    .execute(() -> probe.start(result -> {
                        throw new NoClassDefFoundError("wanted here");
                    }));

            assertThat(runner.loop().terminationFuture().await(10, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(service.requests()).containsExactly("status\n");
        }
    }

    private static void flood(SocketChannel client, String request) throws IOException {
        ByteBuffer bytes = UTF_8.encode("x".repeat(8192));
        while (true) {
            client.write(bytes.rewind());
        }
    }

    private void assertFailsAtTheLimit(String what) throws Exception {
        HealthProbe limited = runner.probe(directory, LIMIT);
        long start = System.nanoTime();
        assertThat(runner.run(limited)).isEqualTo(Verdict.failed(what));
        assertThat(since(start)).isBetween(LIMIT, LONG);
    }

    private FakeHealthSocket listen(FakeHealthSocket.Script script) throws IOException {
        return FakeHealthSocket.listen(directory, "a", script);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static long descriptors() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}
