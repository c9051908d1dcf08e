/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hcbridge.ipc.check.Check;
import io.hcbridge.ipc.check.HealthCheck;
import io.hcbridge.ipc.check.HealthRegistry;
import io.hcbridge.ipc.health.HealthResult.Status;
import io.hcbridge.ipc.internal.unix.TestPeer;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.health.HealthKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A health server with the checks of a registry. */
final class RegistryServerTest {
    @TempDir
    private Path directory;

    private final HealthRegistry registry = new HealthRegistry();
    private HealthServer server;
    private volatile String failure = "";

    @BeforeEach
    void start() throws IOException {
        server = builder().start(registry);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        registry.close();
    }

    @ParameterizedTest
    @CsvSource({
        // Failing kind, and the replies to live, ready, started and ping.
        "LIVENESS, part: gone, part: gone, healthy, part: gone",
        "READINESS, healthy, part: gone, healthy, part: gone",
        "STARTUP, healthy, part: gone, part: gone, part: gone",
    })
    void eachRequestIsDecidedByItsChecks(HealthKind kind, String live, String ready, String started, String ping)
            throws Exception {
        registry.add(Check.critical("part", failing("gone")).kind(kind));

        assertThat(ask("live\n")).isEqualTo(live);
        assertThat(ask("ready")).isEqualTo(ready);
        assertThat(ask(" started\r\n")).isEqualTo(started);
        assertThat(ask("ping")).isEqualTo(ping);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LIVE\n", "lively\n", "live ready\n", "readyz\n", "start\n"})
    void similarWordsReceiveTheUsageText(String request) throws Exception {
        try (TestPeer peer = TestPeer.connect(server.socket())) {
            assertThat(peer.send(request.getBytes(StandardCharsets.UTF_8))
                            .endInput()
                            .readToEnd())
                    .isEqualTo(ServerRow.USAGE);
        }
    }

    @Test
    void degradedServiceIsUpWithAReasonAndTheLowerWeight() throws Exception {
        registry.add(Check.degraded("cache", failing("cold")).weight(50));

        assertThat(ask("ping")).isEqualTo("healthy");
        assertThat(ask("status\n")).isEqualTo("up 50% #degraded: cache: cold\n");
        server.weight(80);
        assertThat(ask("status\n")).isEqualTo("up 50% #degraded: cache: cold\n");
        server.weight(10);
        assertThat(ask("status\n")).isEqualTo("up 10% #degraded: cache: cold\n");
        server.drain("deploy 42");
        assertThat(ask("status\n")).isEqualTo("drain up 10% #deploy 42\n");
    }

    /** In other libraries, a listener that sets the state of the service on each change ends a drain that an operator has begun. */
    @Test
    void recoveringCheckDoesNotEndADrain() throws Exception {
        registry.add(Check.critical("db", () -> {
            if (!failure.isEmpty()) {
                throw new IOException(failure);
            }
        }));
        server.drain("deploy 42");
        failure = "no route";
        assertThat(ask("status\n")).isEqualTo("drain down #db: no route\n");
        failure = "";
        assertThat(ask("status\n")).isEqualTo("drain up #deploy 42\n");
        server.ready();
        assertThat(ask("status\n")).isEqualTo("up\n");
    }

    @Test
    void stoppedServiceIsLiveAndNotReadyAndItsChecksAreNotRun() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        registry.add(Check.critical("loop", runs::incrementAndGet).liveness());
        server.stopped("bye");

        assertThat(ask("live\n")).isEqualTo("healthy");
        assertThat(ask("started\n")).isEqualTo("healthy");
        assertThat(ask("ready\n")).isEqualTo("bye");
        assertThat(ask("status\n")).isEqualTo("stopped #bye\n");
        assertThat(runs).hasValue(0);
    }

    @Test
    void checksMayBeAddedAndRemovedWhileTheServerRuns() throws Exception {
        assertThat(ask("ping")).as("no checks").isEqualTo("healthy");
        registry.add(Check.critical("db", failing("gone")));
        assertThat(ask("ping")).isEqualTo("db: gone");
        registry.remove("db");
        assertThat(ask("ping")).isEqualTo("healthy");
    }

    @Test
    void pingsDoNotRunScheduledChecks() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        for (int i = 0; i < 50; i++) {
            registry.add(Check.critical("c" + i, runs::incrementAndGet).every(Duration.ofDays(1)));
        }
        while (!ask("ping").equals("healthy")) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < 20; i++) {
            assertThat(ask("ping")).isEqualTo("healthy");
        }
        assertThat(runs).hasValue(50);
    }

    @Test
    void serverLeavesTheRegistryOpen() throws Exception {
        registry.add(Check.critical("db", failing("gone")));
        server.close();
        server = builder().start(registry);
        assertThat(ask("ping")).isEqualTo("db: gone");
    }

    @Test
    void registryAndNamedChecksExcludeEachOther() {
        assertThatIllegalStateException()
                .isThrownBy(() -> builder().check("db", () -> {}).start(registry))
                .withMessage("start(registry) must not be combined with named checks [db]; use start()");
    }

    @Test
    void clientAsksForOneKind() {
        registry.add(Check.critical("db", failing("gone")));
        HealthClient client = HealthClient.of(directory).socketDirectory(directory);

        assertThat(client.check(HealthKind.LIVENESS).isHealthy()).isTrue();
        assertThat(client.check(HealthKind.READINESS)).isEqualTo(new HealthResult(Status.UNHEALTHY, "db: gone"));
        assertThat(client.check(HealthKind.STARTUP).isHealthy()).isTrue();
        assertThat(client.status().health()).isEqualTo(Health.DOWN);
    }

    @Test
    void probeAsksForOneKind() {
        registry.add(Check.critical("db", failing("gone")));

        assertThat(probe("--kind", "live")).isEqualTo("0 healthcheck passed. service operational");
        assertThat(probe("--kind", "ready")).isEqualTo("1 db: gone");
        assertThat(probe("--kind", "started")).isEqualTo("0 healthcheck passed. service operational");
        assertThat(probe()).isEqualTo("1 db: gone");
    }

    private String probe(String... options) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(text);
        String[] arguments = new String[options.length + 3];
        System.arraycopy(options, 0, arguments, 0, options.length);
        arguments[options.length] = "--socket-directory";
        arguments[options.length + 1] = directory.toString();
        arguments[options.length + 2] = directory.toString();
        int exitCode = ProbeCommand.run(arguments, stream, stream);
        return exitCode + " " + text.toString(StandardCharsets.UTF_8).strip();
    }

    private String ask(String request) throws IOException {
        return TestPeer.ask(server.socket(), request);
    }

    private static HealthCheck failing(String reason) {
        return () -> {
            throw new IOException(reason);
        };
    }

    private HealthServerBuilder builder() {
        return HealthServer.builder().directory(directory).socketDirectory(directory);
    }
}
