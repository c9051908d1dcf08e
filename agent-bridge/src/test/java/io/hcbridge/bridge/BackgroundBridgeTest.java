/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.config.ConfigBuilder;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.ipc.command.CommandClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Probes of a real bridge that have a clock of their own. */
@Timeout(60)
class BackgroundBridgeTest {
    @TempDir
    Path directory;

    private ScriptedService service;
    private Bridge bridge;
    private int port;

    @BeforeEach
    void start() throws Exception {
        service = ScriptedService.in(directory, "a", ScriptedService.repliesStatus("up\n"));
        Path file = Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent: {listen: 127.0.0.1:0, reply-deadline: 500ms}
                admin: {socket: %1$s/admin.sock}
                metrics: {listen: none}
                targets:
                  orders: {directory: %1$s, socket-directory: %1$s, interval: 1h, timeout: 30s}
                  quick:  {directory: %1$s, socket-directory: %1$s, interval: 50ms, fast-interval: 20ms, rise: 2, fall: 3}
                """.formatted(directory));
        bridge = new Bridge(new ConfigBuilder().file(file).build(), "test");
        port = ((TcpAddress) bridge.start().get(0)).port();
    }

    @AfterEach
    void stop() {
        bridge.close();
        service.close();
    }

    @Test
    void checksAreAnsweredFromMemory() throws Exception {
        assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("up\n");
        service.setBehaviour(ScriptedService.repliesStatus("down #sick\n"));
        assertThat(AgentClient.ask(port, "orders\n")).isEqualTo("up\n");
    }

    @Test
    void targetIsProbedWithoutChecksAndFollowsItsServiceWithAReason() throws Exception {
        await(() -> verdict("quick").equals("up"));
        service.setBehaviour(ScriptedService.repliesStatus("down #sick\n"));
        await(() -> ask("quick").equals("down #sick\n"));
        List<Map<String, String>> stages = stages("quick");
        assertThat(stages)
                .extracting(stage -> stage.get("stage") + ": " + stage.get("output"))
                .containsExactly(
                        "probe: down #sick",
                        "stability: down #sick",
                        "report: down #sick",
                        "override: down #sick",
                        "reply: down #sick");
        service.setBehaviour(ScriptedService.repliesStatus("up\n"));
        await(() -> ask("quick").equals("up\n"));
    }

    @Test
    void checkBeforeTheFirstResultIsClosedWithoutAReplyAtItsDeadline() throws Exception {
        service.setBehaviour(service.hangs());
        // The time limit of this probe is longer than the deadline of a check.
        assertThat(AgentClient.ask(port, "orders\n")).isEmpty();
    }

    @Test
    void closeEndsARunningProbe() throws Exception {
        service.setBehaviour(service.hangs());
        assertThat(AgentClient.ask(port, "orders\n")).isEmpty();
        bridge.close();
        bridge.awaitEnd();
    }

    private String ask(String target) {
        try {
            return AgentClient.ask(port, target + "\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private JsonObject explain(String target) {
        try {
            return new JsonObject(
                    CommandClient.to(directory.resolve("admin.sock")).call("explain", Map.of("target", target)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String verdict(String target) {
        return explain(target).getString("verdict");
    }

    private List<Map<String, String>> stages(String target) {
        return explain(target).getJsonArray("stages").stream()
                .map(JsonObject.class::cast)
                .map(stage -> Map.of("stage", stage.getString("stage"), "output", stage.getString("output")))
                .toList();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(5);
        }
    }
}
