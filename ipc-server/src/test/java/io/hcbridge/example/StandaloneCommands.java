/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.example;

import io.hcbridge.ipc.command.CommandClient;
import io.hcbridge.ipc.command.CommandServer;
import java.nio.file.Path;
import java.util.Map;

/** A command server that is called once, or the messages of server and client if a library is missing. */
public final class StandaloneCommands {
    private StandaloneCommands() {}

    public static void main(String[] arguments) throws Exception {
        Path socket = Path.of(arguments[0]).resolve("admin.sock");
        try (CommandServer server = CommandServer.builder()
                .path(socket)
                .handler("who", call -> "pid " + call.peer().pid().orElseThrow())
                .start()) {
            System.out.println(CommandClient.to(server.socket()).call("who", Map.of()));
            System.out.println("pid " + ProcessHandle.current().pid());
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
            printMessageOfClient(socket);
        }
    }

    private static void printMessageOfClient(Path socket) {
        try {
            CommandClient.to(socket);
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
    }
}
