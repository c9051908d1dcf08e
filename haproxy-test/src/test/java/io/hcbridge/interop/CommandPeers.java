/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import io.hcbridge.ipc.command.CommandException;
import io.hcbridge.ipc.command.CommandServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A Java server and a Go server of the command protocol, with the same commands. */
final class CommandPeers {
    private CommandPeers() {}

    /** Starts the Java server. Its replies are those of the Go program. */
    static CommandServer ourServer(Path socket) throws IOException {
        return CommandServer.builder()
                .path(socket)
                .handler("get", call -> "get{\"a\":7,\"b\":\"text\",\"c\":null}")
                .handler("list", call -> "list{}")
                .handler("note", call -> "note{}")
                .handler("size", call -> "x".repeat((int) call.number("n").orElse(0)))
                .handler("fail", call -> {
                    throw new CommandException(call.text("error").orElse(""));
                })
                .start();
    }

    /** Starts the Go program, which ends at the end of its standard input. */
    static Process goServer(Path directory, Path socket) throws IOException {
        Process server = new Program(
                        directory, List.of(GoCompiler.build("command").toString(), "serve", socket.toString()))
                .builder()
                .redirectErrorStream(true)
                .start();
        String line = server.inputReader().readLine();
        if (!"ready".equals(line)) {
            server.destroyForcibly();
            throw new IllegalStateException("the Go command server said '" + line + "' in place of 'ready'");
        }
        return server;
    }
}
