/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.internal.transport.Deadline;
import io.hcbridge.ipc.internal.unix.UnixConnector;
import io.hcbridge.protocol.command.CommandMessage;
import io.hcbridge.protocol.command.CommandResponse;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Calls commands of a {@link CommandServer} or of a server that uses the Go package unixsock. Each call opens its own connection.
 * Thread-safe. An interrupt ends a call.
 */
public final class CommandClient {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private final Path socket;
    private final Duration timeout;

    private CommandClient(Path socket, Duration timeout) {
        this.socket = socket;
        this.timeout = timeout;
    }

    /**
     * Returns a client of the server at {@code socket}. A call times out after 5 s.
     *
     * @throws IllegalStateException if Jackson is not on the class path
     */
    public static CommandClient to(Path socket) {
        Jackson.require();
        return new CommandClient(socket, DEFAULT_TIMEOUT);
    }

    /** Returns the same client with another time limit for one call, at least 1 ms. */
    public CommandClient timeout(Duration newTimeout) {
        if (newTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeout: " + newTimeout + " must be at least 1 ms");
        }
        return new CommandClient(socket, newTimeout);
    }

    /**
     * Calls one command.
     *
     * @param arguments text, numbers and booleans by name
     * @return the payload
     * @throws CommandException if the command failed; the message is the server's error
     * @throws IOException if there was no reply; the message names the socket; the command may have been executed
     * @throws IllegalArgumentException if an argument is not text, a number or a boolean; the message names it
     */
    public String call(String command, Map<String, ?> arguments) throws IOException, CommandException {
        byte[] request = CommandMessage.request(command, arguments).frame();
        Deadline deadline = Deadline.after(timeout);
        CommandResponse response;
        try (SocketChannel channel = UnixConnector.connect(socket, deadline)) {
            response = new CommandRoundTrip(socket, channel, deadline, timeout).exchange(request);
        }
        if (!response.isSuccess()) {
            throw new CommandException(
                    response.error().isBlank()
                            ? "command '" + command + "' failed without a message"
                            : response.error());
        }
        return response.payload();
    }
}
