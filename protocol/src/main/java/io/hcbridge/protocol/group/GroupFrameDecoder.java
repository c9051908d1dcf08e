/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.group;

import io.hcbridge.protocol.FrameBody;
import io.hcbridge.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Decodes packets from bytes that arrive in chunks of any size. A length over the limit is refused before memory is allocated for it. Not
 * thread-safe.
 */
public final class GroupFrameDecoder {
    private final ByteBuffer header = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final FrameBody body = new FrameBody();
    private int maxBytes = GroupPacket.MAX_GREETING_BYTES;

    /** Accepts packets of up to {@link GroupPacket#MAX_BYTES} from now on. Before, a packet has at most 4 KiB. */
    public void admitted() {
        maxBytes = GroupPacket.MAX_BYTES;
    }

    /**
     * Consumes the bytes up to the end of a packet, or all bytes if the packet is incomplete.
     *
     * @return the packet when it is complete; the bytes after it remain in {@code bytes}
     * @throws ProtocolException if the bytes are not a valid packet; the decoder cannot be used afterwards
     */
    public Optional<GroupPacket> feed(ByteBuffer bytes) throws ProtocolException {
        while (header.hasRemaining()) {
            if (!bytes.hasRemaining()) {
                return Optional.empty();
            }
            header.put(bytes.get());
        }
        long length = Integer.toUnsignedLong(header.getInt(0));
        if (length > maxBytes) {
            throw new ProtocolException("packet length: " + length + " bytes must be at most " + maxBytes);
        }
        Optional<byte[]> packet = body.feed(bytes, (int) length);
        if (packet.isEmpty()) {
            return Optional.empty();
        }
        header.clear();
        return Optional.of(GroupPacket.parse(packet.get()));
    }

    /** Returns whether no byte of the next packet has arrived. */
    public boolean isEmpty() {
        return header.position() == 0;
    }
}
