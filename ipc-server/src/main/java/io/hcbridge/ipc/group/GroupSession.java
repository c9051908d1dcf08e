/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.Connection;
import io.hcbridge.ipc.Peer;
import io.hcbridge.ipc.Session;
import io.hcbridge.ipc.internal.peer.PeerAdmission;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.group.GroupFrameDecoder;
import io.hcbridge.protocol.group.GroupPacket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One client of a master. The session reads nothing before the client is admitted. After the handshake it handles one request after the
 * other. A client may be idle as long as it likes, but a packet that has begun must be complete after 3 s.
 */
final class GroupSession implements Session {
    private static final Duration READ_LIMIT = Duration.ofSeconds(3);
    private static final Peer UNKNOWN = new Peer(OptionalLong.empty(), OptionalLong.empty(), List.of(), "");
    private static final byte[] NOTHING = new byte[0];

    private final Connection connection;
    private final GroupWork work;
    private final GroupFrameDecoder decoder = new GroupFrameDecoder();
    /** Null until the handshake. */
    private @Nullable String client;
    /** Whether a packet has begun, and its time limit runs. */
    private boolean isTimed;

    private @Nullable GroupExchange exchange;

    /** Null until the client is admitted. Written by the admission thread before it resumes the connection. */
    private volatile @Nullable Peer peer;

    private GroupSession(Connection connection, GroupWork work) {
        this.connection = connection;
        this.work = work;
        limit();
    }

    static GroupSession onSocket(Connection connection, PeerAdmission admission, GroupWork work) {
        GroupSession session = new GroupSession(connection, work);
        connection.pause();
        admission.check(connection.channel(), session::onAdmitted, session::refuse);
        return session;
    }

    /** The pipe itself admits only permitted users. */
    static GroupSession onPipe(Connection connection, GroupWork work) {
        GroupSession session = new GroupSession(connection, work);
        session.peer = UNKNOWN;
        return session;
    }

    @Override
    public void received(ByteBuffer bytes) {
        try {
            Optional<GroupPacket> packet = decoder.feed(bytes);
            if (packet.isPresent()) {
                handle(packet.get());
            } else if (!isTimed) {
                limit();
            }
        } catch (ProtocolException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void sent() {
        exchange = null;
        isTimed = false;
        if (client == null) {
            limit();
        }
    }

    @Override
    public void ended() {
        connection.finish(NOTHING);
    }

    @Override
    public void onTimeout() {
        if (exchange != null) {
            exchange.expire();
        } else {
            connection.finish(NOTHING);
        }
    }

    private void onAdmitted(Peer newPeer) {
        peer = newPeer;
        // An empty reply resumes reading.
        connection.send(NOTHING);
    }

    private void handle(GroupPacket packet) throws ProtocolException {
        if (client == null && packet instanceof GroupPacket.Handshake handshake) {
            client = handshake.id();
            decoder.admitted();
            connection.pause();
            connection.send(new GroupPacket.Ack(true, GroupPacket.SIGNATURE).frame());
        } else if (client != null && packet instanceof GroupPacket.Request request) {
            connection.pause();
            GroupRequest call = new GroupRequest(
                    request.payload(), Objects.requireNonNull(peer), client, request.id(), request.isRepeated());
            exchange = new GroupExchange(call, connection, work);
            exchange.start();
            connection.setTimeout(work.timeout());
        } else {
            throw new ProtocolException(client == null ? "packet: must be a handshake" : "packet: must be a request");
        }
    }

    /** Sends an error in the form that the client waits for, and closes. */
    private void refuse(String problem) {
        GroupPacket error =
                client == null ? new GroupPacket.Ack(false, problem) : new GroupPacket.Response(problem, NOTHING);
        connection.finish(error.frame());
    }

    private void limit() {
        isTimed = true;
        connection.setTimeout(READ_LIMIT);
    }
}
