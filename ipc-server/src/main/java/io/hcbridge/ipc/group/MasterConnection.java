/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.internal.system.SystemTransport;
import io.hcbridge.ipc.internal.transport.ClientConnection;
import io.hcbridge.ipc.internal.transport.Deadline;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.group.GroupFrameDecoder;
import io.hcbridge.protocol.group.GroupPacket;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** A client's connection to a master, after the handshake. Belongs to one thread. */
final class MasterConnection implements Closeable {
    private static final int READ_BYTES = 1 << 16;
    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(3);
    private static final Duration FOREVER = Duration.ofDays(1);
    /** A Go master closes a connection without a request after 3 s. A request at that moment would be lost. */
    private static final Duration GO_IDLE_LIMIT = Duration.ofSeconds(2);

    private final ClientConnection connection;
    private final GroupFrameDecoder decoder = new GroupFrameDecoder();
    private final ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    private boolean isOurs;
    private Deadline idleEnd = Deadline.after(GO_IDLE_LIMIT);

    private MasterConnection(ClientConnection connection) {
        this.connection = connection;
    }

    /**
     * Connects and waits for the master's reply to the handshake.
     *
     * @throws IOException if there is no master, it is not trusted, or it refuses this client
     */
    static MasterConnection open(GroupFiles files, TrustedMasters trusted, String node, Deadline deadline)
            throws IOException {
        Deadline limit = Deadline.after(deadline.atMost(HANDSHAKE_LIMIT));
        ClientConnection connection = SystemTransport.get().connect(files.socket(), limit);
        try {
            trusted.check(connection, files.socket());
            MasterConnection master = new MasterConnection(connection);
            master.greet(node, limit);
            return master;
        } catch (IOException | RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    /** Returns whether the master is of this project. Then it understands ids, and does not close idle connections. */
    boolean isOurs() {
        return isOurs;
    }

    /** Returns whether the connection must not be used any more, because the master is about to close it. */
    boolean isStale() {
        return !isOurs && idleEnd.isOver();
    }

    /** Waits until the connection is of no use, or the thread is interrupted. Returns whether it is still usable. */
    boolean awaitUse() {
        buffer.clear();
        // A master sends nothing without a request, so a byte is an error, like the end of the stream.
        int count = connection.receive(buffer, isOurs ? Deadline.after(FOREVER) : idleEnd);
        return count == 0 && !isStale();
    }

    /**
     * Sends a request and waits for its response. Empty if there is none at the deadline. Afterwards the connection must be closed, because
     * the response may still arrive.
     *
     * @throws IOException if the master has ended, or violates the protocol
     */
    Optional<GroupPacket.Response> exchange(GroupPacket.Request request, Deadline deadline) throws IOException {
        connection.send(request.frame(), deadline);
        Optional<GroupPacket> packet = receive(deadline);
        idleEnd = Deadline.after(GO_IDLE_LIMIT);
        if (packet.isEmpty()) {
            return Optional.empty();
        }
        if (packet.get() instanceof GroupPacket.Response response) {
            return Optional.of(response);
        }
        throw new IOException("the master violates the protocol: packet must be a response");
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException e) {
            // It is unusable anyway.
        }
    }

    private void greet(String node, Deadline limit) throws IOException {
        connection.send(new GroupPacket.Handshake(node).frame(), limit);
        GroupPacket packet =
                receive(limit).orElseThrow(() -> new IOException("the master did not reply to the handshake"));
        if (!(packet instanceof GroupPacket.Ack ack)) {
            throw new IOException("the master violates the protocol: packet must be an ack");
        }
        if (!ack.isOk()) {
            throw new IOException("the master refused this client: " + ack.message());
        }
        isOurs = ack.message().equals(GroupPacket.SIGNATURE);
        decoder.admitted();
    }

    /** Returns the next packet; empty if it is not complete at the deadline, or the thread was interrupted. */
    private Optional<GroupPacket> receive(Deadline deadline) throws IOException {
        try {
            while (true) {
                int count = connection.receive(buffer.clear(), deadline);
                if (count < 0) {
                    throw new IOException("the master ended the connection");
                }
                if (count == 0) {
                    return Optional.empty();
                }
                Optional<GroupPacket> packet = decoder.feed(buffer.flip());
                if (packet.isPresent()) {
                    return packet;
                }
            }
        } catch (ProtocolException e) {
            throw new IOException("the master violates the protocol: " + e.getMessage(), e);
        }
    }
}
