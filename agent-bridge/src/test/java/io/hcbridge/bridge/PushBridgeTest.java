/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.hcbridge.bridge.config.ConfigBuilder;
import io.hcbridge.bridge.config.ConfigException;
import io.hcbridge.bridge.config.LoadedConfig;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.reload.ReloadResult;
import io.hcbridge.ipc.command.CommandClient;
import io.hcbridge.ipc.group.GroupException;
import io.hcbridge.ipc.group.GroupMode;
import io.hcbridge.ipc.group.GroupNode;
import io.hcbridge.ipc.internal.OwnUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reports to a whole bridge in this process. The TTL is 1 s. */
@Timeout(60)
class PushBridgeTest {
    private static final String SILENT = "failed fail #no report for 1 s\n";

    @TempDir
    Path directory;

    private Bridge bridge;
    private GroupNode service;
    private int port;

    @BeforeEach
    void start() throws Exception {
        write("edge", "orders");
        startBridge();
        service = GroupNode.builder("edge")
                .directory(directory)
                .mode(GroupMode.CLIENT)
                .start();
    }

    @AfterEach
    void stop() {
        service.close();
        bridge.close();
    }

    private void startBridge() throws Exception {
        bridge = new Bridge(load(), this::load, "test");
        port = ((TcpAddress) bridge.start().get(0)).port();
    }

    private LoadedConfig load() throws ConfigException {
        return new ConfigBuilder().file(directory.resolve("hcbridge.yaml")).load();
    }

    private void write(String group, String target) throws Exception {
        Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent: {listen: 127.0.0.1:0, ready-for: 1ms}
                push: {group: %1$s, directory: %2$s, socket-mode: '0600'}
                admin: {socket: %2$s/admin.sock}
                state-file: %2$s/state.json
                metrics: {listen: none}
                targets:
                  %3$s: {push: {ttl: 1s, user: %4$d}}
                  shop: {all-of: [%3$s]}
                """.formatted(group, directory, target, OwnUser.uid()));
    }

    private String report(String text) throws Exception {
        return new String(service.request(text.getBytes(UTF_8)), UTF_8);
    }

    private String ask(String target) throws Exception {
        return AgentClient.ask(port, target + "\n");
    }

    private void await(String target, String reply) throws Exception {
        String last = ask(target);
        for (int i = 0; i < 3000 && !last.equals(reply); i++) {
            TimeUnit.MILLISECONDS.sleep(10);
            last = ask(target);
        }
        assertThat(last).isEqualTo(reply);
    }

    @Test
    void checksAreAnsweredWithTheReportAndAfterTheTtlWithAFailure() throws Exception {
        assertThat(ask("orders")).isEqualTo("\n");
        assertThat(report("orders drain up 50% #deploy")).startsWith("ok 1000 ");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("edge.sock"))))
                .isEqualTo("rw-------");
        await("orders", "drain up #deploy\n");
        await("shop", "drain up #orders: deploy\n");
        await("orders", "drain " + SILENT);
        report("orders up 50%");
        await("orders", "ready up 50%\n");
    }

    @Test
    void explainShowsTheReportAndItsStages() throws Exception {
        report("orders up #fine");
        await("orders", "up #fine\n");
        String json = CommandClient.to(directory.resolve("admin.sock")).call("explain", Map.of("target", "orders"));
        assertThat(json)
                .contains("push, last report ")
                .contains("uid " + OwnUser.uid())
                .contains("\"stage\":\"push\",\"output\":\"up #fine\"");
    }

    @Test
    void aRestartSendsNoHealthWordUntilTheNextReportAndKeepsTheDrain() throws Exception {
        report("orders drain up #deploy");
        await("orders", "drain up #deploy\n");
        bridge.close();
        startBridge();
        assertThat(ask("orders")).isEqualTo("drain\n");
        report("orders drain up #deploy");
        await("orders", "drain up #deploy\n");
    }

    @Test
    void aReloadAddsAndRemovesTargetsButTheGroupNeedsARestart() throws Exception {
        report("orders up");
        write("edge", "billing");
        assertThat(reload().problems()).isEmpty();
        assertThat(report("billing up")).startsWith("ok");
        await("billing", "up\n");
        assertThatExceptionOfType(GroupException.class)
                .isThrownBy(() -> report("orders up"))
                .withMessageStartingWith("unknown target 'orders'");
        write("other", "billing");
        assertThat(reload().problems())
                .containsExactly("push.group: changed, and takes effect only after a restart of the bridge");
    }

    private ReloadResult reload() throws Exception {
        return bridge.reload().orElseThrow().start(false).get(10, TimeUnit.SECONDS);
    }

    @Test
    void aMissingDirectoryEndsTheStartWithTheKey() throws Exception {
        bridge.close();
        Path missing = directory.resolve("missing");
        String yaml = Files.readString(directory.resolve("hcbridge.yaml"));
        Files.writeString(
                directory.resolve("hcbridge.yaml"), yaml.replace("directory: " + directory, "directory: " + missing));
        assertThatIOException()
                .isThrownBy(this::startBridge)
                .withMessage("push.directory: " + missing + " does not exist; create it");
    }

    @Test
    void whileAnotherProcessIsTheMasterSilenceIsNoFailure() throws Exception {
        bridge.close();
        try (GroupNode other = GroupNode.builder("edge")
                .directory(directory)
                .handler(request -> "pong".getBytes(UTF_8))
                .start()) {
            await(other::isMaster);
            startBridge();
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2500);
            while (System.nanoTime() < end) {
                assertThat(ask("orders")).isEqualTo("\n");
            }
        }
        assertThat(report("orders up")).startsWith("ok");
        await("orders", "up\n");
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 3000 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
