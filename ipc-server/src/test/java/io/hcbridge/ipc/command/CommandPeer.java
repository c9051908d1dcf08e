/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hcbridge.ipc.internal.unix.TestPeer;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.command.CommandFrameDecoder;
import io.hcbridge.protocol.command.CommandMessage;
import io.hcbridge.protocol.command.CommandResponse;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** A client of a command socket. The test controls each byte. */
final class CommandPeer implements AutoCloseable {
    private final TestPeer peer;
    private final CommandFrameDecoder decoder = new CommandFrameDecoder();
    private ByteBuffer input = ByteBuffer.allocate(0);

    private CommandPeer(TestPeer peer) {
        this.peer = peer;
    }

    static CommandPeer connect(CommandServer server) throws IOException {
        return connect(server.socket());
    }

    static CommandPeer connect(Path socket) throws IOException {
        return new CommandPeer(TestPeer.connect(socket));
    }

    /** Returns the frame of a message with this JSON. */
    static byte[] frame(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return ByteBuffer.allocate(5 + bytes.length)
                .putInt(bytes.length)
                .put((byte) ':')
                .put(bytes)
                .array();
    }

    CommandPeer send(String json) throws IOException {
        return send(frame(json));
    }

    CommandPeer send(byte[] bytes) throws IOException {
        peer.send(bytes);
        return this;
    }

    CommandPeer endInput() throws IOException {
        peer.endInput();
        return this;
    }

    /** Reads the next complete message. */
    CommandMessage reply() throws IOException, ProtocolException {
        Optional<CommandMessage> reply = decoder.feed(input);
        while (reply.isEmpty()) {
            byte[] some = peer.readSome();
            if (some.length == 0) {
                throw new EOFException("the server closed");
            }
            input = ByteBuffer.wrap(some);
            reply = decoder.feed(input);
        }
        return reply.get();
    }

    CommandResponse response() throws IOException, ProtocolException {
        return reply().response();
    }

    /** Reads all bytes up to a clean end of the stream. */
    String rest() throws IOException {
        return UTF_8.decode(input) + peer.readToEnd();
    }

    boolean hasInput() throws IOException {
        return input.hasRemaining() || peer.hasInput();
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}
