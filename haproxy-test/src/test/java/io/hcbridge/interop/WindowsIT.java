/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.interop.Program.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The Java library on Windows' named pipes, under Wine, with the Go programs as client and as server. */
@Needs({InteropPeer.GO, InteropPeer.WINE})
@Timeout(180)
class WindowsIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @RegisterExtension
    static final ResultRecorder RESULTS = new ResultRecorder("on Windows");

    @TempDir
    Path directory;

    @BeforeAll
    static void noteVersions() {
        RESULTS.versions(Versions.wine() + ", " + Versions.goHealth());
    }

    @Test
    void windowsPipesPassTheContractTest() {
        Outcome tests = Wine.java(
                        directory, TestsInside.class.getName(), "io.hcbridge.ipc.internal.pipe.WindowsPipeTest")
                .run(LIMIT)
                .orThrow("the tests on Windows");
        List<String> outcomes =
                tests.out().lines().filter(line -> line.contains("\t")).toList();
        assertThat(outcomes)
                .hasSizeGreaterThanOrEqualTo(14)
                .allSatisfy(line -> assertThat(line).as("of %s", tests).startsWith("SUCCESSFUL\t"));
        outcomes.forEach(line -> RESULTS.record(
                "our pipe server and client: "
                        + line.substring(line.indexOf('\t') + 1).replace("()", ""),
                "as in memory"));
    }

    @Test
    void groupsWorkOnWindows() throws Exception {
        Outcome tests = Wine.java(directory, TestsInside.class.getName(), "io.hcbridge.ipc.group.WindowsGroupTest")
                .run(LIMIT)
                .orThrow("the tests on Windows");
        assertThat(tests.out().lines().filter(line -> line.contains("\t")))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).as("of %s", tests).startsWith("SUCCESSFUL\t"));
        RESULTS.record("a group of our nodes: requests, errors, a takeover", "as on Linux");
    }

    @Test
    void goClientWorksWithTheJavaServer() throws Exception {
        try (HealthService service = HealthService.inJavaOnWindows(directory)) {
            assertThat(askInGo()).isEqualTo("healthy");
            RESULTS.record("Go client to our HealthServer, healthy", "healthy");
            service.fail("db down");
            assertThat(askInGo()).isEqualTo("unhealthy: db down");
            RESULTS.record("Go client to our HealthServer, check fails with `db down`", "unhealthy: db down");
            service.fail("x".repeat(10_000));
            assertThat(askInGo()).isEqualTo("unhealthy: " + "x".repeat(4096));
            RESULTS.record("Go client to our HealthServer, check fails with 10000 bytes", "unhealthy, 4096 bytes");
        }
        assertThat(askInGo()).isEqualTo("failed");
        RESULTS.record("Go client to our HealthServer, server closed", "failed");
    }

    @Test
    void probeWorksWithTheJavaServer() throws Exception {
        try (HealthService service = HealthService.inJavaOnWindows(directory)) {
            assertThat(probe()).isEqualTo(new Outcome(0, "healthcheck passed. service operational\n", ""));
            service.fail("db down");
            assertThat(probe()).isEqualTo(new Outcome(1, "", "db down\n"));
            RESULTS.record("`hcbridge probe` to our HealthServer", "exit code 0; 1 with `db down`");
        }
        assertThat(probe().err()).startsWith("no .hc-socket in ");
    }

    @Test
    void probeWorksWithTheGoServer() throws Exception {
        try (HealthService service = HealthService.inGoOnWindows(directory)) {
            // Under Wine 8, the first client of a go-winio server receives no reply. A Go client has the same problem.
            probe("--timeout", "3s");
            assertThat(probe()).isEqualTo(new Outcome(0, "healthcheck passed. service operational\n", ""));
            service.fail("db down");
            assertThat(probe()).isEqualTo(new Outcome(1, "", "db down\n"));
            RESULTS.record("`hcbridge probe` to the Go server", "exit code 0; 1 with `db down`");
            service.kill();
            assertThat(probe().err()).endsWith(": it does not exist; is the service running?\n");
            RESULTS.record("`hcbridge probe` to the Go server, killed", "exit code 1, the pipe is missing");
            service.heal();
            service.restart();
            probe("--timeout", "3s");
            assertThat(probe()).isEqualTo(new Outcome(0, "healthcheck passed. service operational\n", ""));
            RESULTS.record("`hcbridge probe` to the Go server, restarted", "exit code 0");
        }
    }

    @Test
    void commandScriptRunsTheProbe() throws Exception {
        Path script = Path.of("../hcbridge.cmd").toAbsolutePath().normalize();
        Program probe = Wine.command(directory, script, "probe", "--timeout", "20s");
        try (HealthService service = HealthService.inJavaOnWindows(directory)) {
            assertThat(Wine.outcome(probe, LIMIT))
                    .isEqualTo(new Outcome(0, "healthcheck passed. service operational\n", ""));
            service.fail("db down");
            assertThat(Wine.outcome(probe, LIMIT)).isEqualTo(new Outcome(1, "", "db down\n"));
            RESULTS.record("`hcbridge.cmd probe` to our HealthServer", "exit code 0; 1 with `db down`");
        }
    }

    @Test
    void haproxyShowsTheHealthOfServicesOnPipes(@TempDir Path logs) throws Exception {
        try (HealthService service = HealthService.inGoOnWindows(directory);
                InteropBridge bridge = InteropBridge.startOnWindows("orders", directory, logs.resolve("bridge.log"));
                WatchedServer server = new WatchedServer("orders", bridge.address())) {
            server.awaitUp("up");
            service.fail("db down");
            server.awaitDown("down (db down)");
            service.heal();
            server.awaitUp("up");
            service.kill();
            server.awaitDown("fail");
            service.restart();
            server.awaitUp("up");
            RESULTS.record(
                    "HAProxy to the bridge to the Go server", "UP, DOWN with `db down`, UP, DOWN when killed, UP");
        }
    }

    private String askInGo() throws Exception {
        return GoHealthClient.result(
                Wine.outcome(Wine.run(directory, Wine.goProgram("health"), "-healthcheck"), LIMIT));
    }

    private Outcome probe(String... arguments) {
        return Wine.outcome(Wine.java(directory, "io.hcbridge.ipc.health.ProbeCommand", arguments), LIMIT);
    }
}
