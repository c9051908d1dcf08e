/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.haproxy.ChildProcess;
import io.hcbridge.haproxy.FreePort;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The state file during start, stop and kill of the bridge, with a second bridge, and without permissions. */
@Timeout(120)
class StateFileIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int USER = 48_711;

    @TempDir
    Path directory;

    private Path state;
    private Path config;

    @BeforeEach
    void configure() throws Exception {
        state = directory.resolve("state.json");
        config = Files.writeString(directory.resolve("hcbridge.yaml"), """
                state-file: %1$s/state.json
                admin: {socket: %1$s/admin.sock}
                targets: {orders: {directory: /none}}
                """.formatted(directory));
    }

    @Test
    void overrideIsOnDiskWhenSetReturnsAndSurvivesSigkill() throws Exception {
        try (BridgeProcess bridge = start()) {
            for (int weight = 1; weight <= 4; weight++) {
                assertThat(ctl("set", "orders", "weight", "" + weight).exit()).isZero();
                if (weight % 2 == 0) {
                    bridge.kill();
                } else {
                    assertThat(bridge.terminate()).as(bridge.log()).isZero();
                }
                JsonObject saved = new JsonObject(Files.readString(state)).getJsonObject("overrides");
                assertThat(saved.getJsonObject("orders").getJsonObject("weight").getInteger("value"))
                        .isEqualTo(weight);
                bridge.restart();
            }
            assertThat(ctl("list").stdout()).contains("weight 4 by");
        }
    }

    @Test
    void secondBridgeWithTheSameStateFileDoesNotStart() throws Exception {
        try (BridgeProcess bridge = start()) {
            Script second = Script.hcbridge(
                    "serve",
                    "--config=" + config,
                    "--listen=127.0.0.1:" + FreePort.next(),
                    "--metrics=none",
                    "--admin-socket=" + directory + "/second.sock");
            assertThat(second.exit()).isEqualTo(1);
            assertThat(second.stderr())
                    .contains("state file " + state + ": another bridge uses it (pid " + bridge.pid()
                            + "); set another state-file for each bridge");
            assertThat(ctl("set", "orders", "drain").exit()).isZero();
            bridge.kill();
            // The lock file remains after SIGKILL. It does not prevent the next start.
            assertThat(directory.resolve("state.json.lock")).exists();
            bridge.restart();
            assertThat(ctl("list").stdout()).contains("drain by");
        }
    }

    @Test
    void dataLossIsShownUntilItIsAcknowledged() throws Exception {
        Files.writeString(state, "{\"version\": 2, \"overrides\": []}");
        try (BridgeProcess bridge = start()) {
            assertThat(ctl("set", "orders", "drain").exit()).isZero();
            bridge.terminate();
            bridge.restart();
            assertThat(bridge.metrics().sample("hcbridge_state_file_ok")).hasValue(0);
            assertThat(ctl("list").stdout())
                    .contains("state file " + state + " did not parse (overrides: '[]' must be an object)")
                    .contains("acknowledge it with: hcbridge ctl ack-state-loss");
            assertThat(ctl("ack-state-loss")).isEqualTo(new Script(0, "the loss is acknowledged\n", ""));
            Await.until(
                    "the gauge",
                    SOON,
                    () -> bridge.metrics().sample("hcbridge_state_file_ok").orElse(0) == 1);
            assertThat(directory.resolve("state.json.unreadable.1")).hasContent("{\"version\": 2, \"overrides\": []}");
        }
    }

    @Test
    void unreadableStateFilePreventsTheStartAndStaysUnchanged() throws Exception {
        OrdinaryUser user = OrdinaryUser.in(directory, USER, USER);
        Path own = user.directory(directory.resolve("own"));
        Path file = Files.writeString(own.resolve("state.json"), "{\"version\": 2}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Script serve = user.run(
                "serve",
                "--state-file=" + file,
                "--target=orders=/none",
                "--listen=127.0.0.1:" + FreePort.next(),
                "--metrics=none");
        assertThat(serve.exit()).isEqualTo(1);
        assertThat(serve.stderr()).contains("ERROR state file " + file + ": cannot be read: permission denied");
        assertThat(file).hasContent("{\"version\": 2}");
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(0);
    }

    @Test
    void unwritableDirectoryIsReportedAtTheStart() throws Exception {
        OrdinaryUser user = OrdinaryUser.in(directory, USER, USER);
        int metrics = FreePort.next();
        List<String> serve = user.command(
                "serve",
                "--state-file=" + state,
                "--target=orders=/none",
                "--listen=127.0.0.1:" + FreePort.next(),
                "--metrics=127.0.0.1:" + metrics);
        try (ChildProcess bridge = ChildProcess.start(serve, directory.resolve("bridge.log"))) {
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest page = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metrics + "/metrics"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            Await.until("the metrics", SOON, () -> {
                assertThat(bridge.isAlive()).as(bridge.output()).isTrue();
                try {
                    String text = client.send(page, BodyHandlers.ofString()).body();
                    assertThat(text).contains("\nhcbridge_state_file_ok 0");
                    return true;
                } catch (IOException notYet) {
                    return false;
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(bridge.output())
                    .contains("ERROR state file " + state + ": cannot be written: permission denied");
            assertThat(state).doesNotExist();
        }
    }

    private BridgeProcess start() throws Exception {
        return BridgeProcess.start(Homes.hcbridge(), directory.resolve("bridge.log"), List.of("--config=" + config));
    }

    private Script ctl(String... words) throws Exception {
        String[] command = new String[words.length + 2];
        command[0] = "ctl";
        command[1] = "--admin-socket=" + directory + "/admin.sock";
        System.arraycopy(words, 0, command, 2, words.length);
        return Script.hcbridge(command);
    }
}
