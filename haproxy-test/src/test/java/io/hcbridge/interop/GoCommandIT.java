/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.interop.Program.Outcome;
import io.hcbridge.ipc.command.CommandClient;
import io.hcbridge.ipc.command.CommandException;
import io.hcbridge.ipc.command.CommandServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The Go package unixsock with the Java command server and client. */
@Needs(InteropPeer.GO)
@Timeout(60)
class GoCommandIT {
    private static final int LARGE = 180_000;

    @RegisterExtension
    static final ResultRecorder GO_CLIENT = new ResultRecorder("Go command client to our CommandServer");

    @RegisterExtension
    static final ResultRecorder GO_SERVER = new ResultRecorder("our CommandClient to the Go command server");

    @TempDir
    Path directory;

    private Path socket = Path.of("");

    @BeforeAll
    static void noteVersions() {
        GO_CLIENT.versions(Versions.goCommand());
        GO_SERVER.versions(Versions.goCommand());
    }

    @BeforeEach
    void chooseSocket() {
        socket = directory.resolve("command.sock");
    }

    @Test
    void goClientWorksWithTheJavaServer() throws Exception {
        try (CommandServer server = CommandPeers.ourServer(socket)) {
            assertThat(server.socket()).exists();
            assertThat(send("get", "a=7").out())
                    .isEqualTo("{\"status\":\"success\",\"error\":\"\",\"payload\":"
                            + "\"get{\\\"a\\\":7,\\\"b\\\":\\\"text\\\",\\\"c\\\":null}\"}\n");
            GO_CLIENT.record("a command with arguments", "its payload");
            assertThat(send("fail", "error=boom").out())
                    .isEqualTo("{\"status\":\"failure\",\"error\":\"boom\",\"payload\":\"\"}\n");
            GO_CLIENT.record("a command that fails", "its error");
            assertThat(send("list", "-keep", "-times", "3").out().lines()).hasSize(3);
            GO_CLIENT.record("three commands on one connection", "three payloads");
            assertThat(send("note", "-silent").status()).isZero();
            GO_CLIENT.record("a command that requests no response", "none");
            assertThat(send("size", "n=" + LARGE).out()).contains("x".repeat(LARGE));
            GO_CLIENT.record("a payload of 180000 bytes", "whole");
            assertThat(send("nonsense").out()).startsWith("{\"status\":\"failure\",");
            GO_CLIENT.record("a command that is unknown", "an error");
        }
    }

    @Test
    void javaClientWorksWithTheGoServer() throws Exception {
        Process server = CommandPeers.goServer(directory, socket);
        try {
            CommandClient client = CommandClient.to(socket);
            assertThat(client.call("get", Map.of("a", 7))).isEqualTo("get{\"a\":7}");
            assertThat(client.call("get", Map.of("b", "text"))).isEqualTo("get{\"b\":\"text\"}");
            assertThat(client.call("list", Map.of())).isEqualTo("list{}");
            GO_SERVER.record("commands with and without arguments", "their payloads");
            assertThatThrownBy(() -> client.call("fail", Map.of("error", "boom")))
                    .isInstanceOf(CommandException.class)
                    .hasMessage("boom");
            GO_SERVER.record("a command that fails", "its error");
            assertThat(client.call("size", Map.of("n", 1_000_000))).hasSize(1_000_000);
            GO_SERVER.record("a payload of 1000000 bytes", "whole");
        } finally {
            server.destroyForcibly();
        }
    }

    private Outcome send(String command, String... rest) {
        List<String> words =
                new ArrayList<>(List.of(GoCompiler.build("command").toString(), "send", socket.toString(), command));
        words.addAll(List.of(rest));
        return new Program(directory, words).run(Duration.ofSeconds(20));
    }
}
