/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server promises to clients of the command protocol. */
final class CommandServerTest {
    @TempDir
    private Path directory;

    @Test
    void clientGetsThePayloadOfItsCommand() throws Exception {
        Path socket = directory.resolve("admin.sock");
        try (CommandServer server = CommandServer.builder()
                .path(socket)
                .handler("echo", call -> call.arguments() + " " + call.peer())
                .start()) {
            String payload = CommandClient.to(server.socket()).call("echo", Map.of("n", 5));
            assertThat(payload).startsWith("{n=5}").contains("uid=");
        }
        assertThat(Files.exists(socket)).isFalse();
    }
}
