/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.Connection;
import io.hcbridge.ipc.Peer;
import io.hcbridge.ipc.Session;
import io.hcbridge.ipc.internal.peer.PeerAdmission;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.command.CommandFrameDecoder;
import io.hcbridge.protocol.command.CommandMessage;
import io.hcbridge.protocol.command.CommandResponse;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One client of a command server. The session reads nothing before the client is admitted. Then it handles one request after the
 * other. Each request has its own timeout.
 */
final class CommandSession implements Session {
    private final Connection connection;
    private final Commands commands;
    private final CommandFrameDecoder decoder;
    private @Nullable CommandExchange exchange;

    /** Null until the client is admitted. Written by the admission thread before it resumes the connection. */
    private volatile @Nullable Peer peer;

    CommandSession(Connection connection, PeerAdmission admission, Commands commands) {
        this.connection = connection;
        this.commands = commands;
        this.decoder = new CommandFrameDecoder(commands.limits().maxRequestBytes());
        connection.pause();
        connection.setTimeout(commands.limits().handler());
        admission.check(connection.channel(), this::onAdmitted, this::refuse);
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
        endEarly("the connection ended before the message was complete");
    }

    @Override
    public void onTimeout() {
        if (peer == null) {
            refuse("the server did not identify the client within "
                    + commands.limits().handler().toMillis() + " ms");
        } else if (exchange != null) {
            exchange.expire();
        } else {
            endEarly("request timed out after " + commands.limits().request().toMillis() + " ms");
        }
    }

    private void onAdmitted(Peer newPeer) {
        peer = newPeer;
        // An empty reply resumes reading.
        connection.send(new byte[0]);
    }

    private void begin(CommandMessage request) {
        connection.pause();
        exchange = new CommandExchange(request, Objects.requireNonNull(peer), connection, commands);
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
