/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Separate JVMs with a command client, a command server, or both. */
final class CallerProcess {
    private CallerProcess() {}

    /** Starts a main class in a JVM with {@code options}. Standard error goes to the same stream as standard output. */
    static Process start(List<String> options, Class<?> main, Path socket) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.add(socket.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return process;
    }

    /** Waits for the end of the process and returns its output. */
    static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    }

    /** Calls the command {@code who} and prints the payload. */
    static final class Caller {
        private Caller() {}

        public static void main(String[] arguments) throws Exception {
            System.out.println(CommandClient.to(Path.of(arguments[0])).call("who", Map.of()));
        }
    }

    /** Sends the command {@code who} and does not wait for the reply. */
    static final class CallerWithoutReply {
        private CallerWithoutReply() {}

        public static void main(String[] arguments) throws Exception {
            try (CommandPeer peer = CommandPeer.connect(Path.of(arguments[0]))) {
                peer.send("{\"cmd\":\"who\"}");
            }
        }
    }

    /** Starts a server with the command {@code who}, calls it, and prints the payload. */
    static final class SelfCallingServer {
        private SelfCallingServer() {}

        public static void main(String[] arguments) throws Exception {
            try (CommandServer server = CommandServer.builder()
                    .path(Path.of(arguments[0]))
                    .handler("who", call -> call.peer().toString())
                    .start()) {
                System.out.println(CommandClient.to(server.socket()).call("who", Map.of()));
            }
        }
    }
}
