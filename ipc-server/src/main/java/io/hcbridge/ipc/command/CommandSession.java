/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.Connection;
import io.hcbridge.ipc.Session;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.command.CommandFrameDecoder;
import io.hcbridge.protocol.command.CommandMessage;
import io.hcbridge.protocol.command.CommandResponse;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One client of a command server: a request at a time, each with its own time to arrive. */
final class CommandSession implements Session {
    private final Connection connection;
    private final Commands commands;
    private final PeerSockets sockets;
    private final CommandFrameDecoder decoder = new CommandFrameDecoder();
    private @Nullable CommandExchange exchange;

    CommandSession(Connection connection, Commands commands, PeerSockets sockets) {
        this.connection = connection;
        this.commands = commands;
        this.sockets = sockets;
        connection.setTimeout(commands.limits().request());
    }

    @Override
    public void received(ByteBuffer bytes) {
        try {
            decoder.feed(bytes).ifPresent(this::begin);
        } catch (ProtocolException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void sent() {
        exchange = null;
        connection.setTimeout(commands.limits().request());
    }

    @Override
    public void ended() {
        endEarly("the connection ended within a message");
    }

    @Override
    public void onTimeout() {
        if (exchange != null) {
            exchange.expire();
        } else {
            endEarly("no whole message within " + commands.limits().request().toMillis() + " ms");
        }
    }

    private void begin(CommandMessage request) {
        connection.pause();
        exchange = new CommandExchange(request, connection, commands, sockets);
        exchange.start();
        connection.setTimeout(commands.limits().handler());
    }

    private void endEarly(String problem) {
        if (decoder.isEmpty()) {
            connection.finish(new byte[0]);
        } else {
            refuse(problem);
        }
    }

    private void refuse(String problem) {
        CommandResponse failure = CommandResponse.failure(problem);
        connection.finish(new CommandMessage("", Map.of(), failure, true, true).frame());
    }
}
