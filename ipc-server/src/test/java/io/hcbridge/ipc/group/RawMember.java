/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.group.GroupFrameDecoder;
import io.hcbridge.protocol.group.GroupPacket;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/** One end of a connection, which sends any bytes and receives packets. */
final class RawMember implements AutoCloseable {
    private final SocketChannel channel;
    private final GroupFrameDecoder decoder = new GroupFrameDecoder();
    private final ByteBuffer buffer = ByteBuffer.allocate(8192).limit(0);

    RawMember(SocketChannel channel) {
        this.channel = channel;
        decoder.admitted();
    }

    static RawMember connect(Path socket) throws IOException {
        return new RawMember(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /** Connects and sends a handshake. */
    static RawMember greet(Path socket) throws IOException, ProtocolException {
        RawMember member = connect(socket);
        member.send(new GroupPacket.Handshake("raw"));
        member.receive();
        return member;
    }

    void send(GroupPacket packet) throws IOException {
        send(packet.frame());
    }

    void send(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /** Waits for the next packet. */
    GroupPacket receive() throws IOException, ProtocolException {
        while (true) {
            Optional<GroupPacket> packet = decoder.feed(buffer);
            if (packet.isPresent()) {
                return packet.get();
            }
            buffer.clear();
            if (channel.read(buffer) < 0) {
                throw new EOFException("the peer has closed");
            }
            buffer.flip();
        }
    }

    /** Waits for the end of the connection. Returns whether the peer has sent nothing before. */
    boolean awaitEnd() {
        try {
            return channel.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
