/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.command;

import io.hcbridge.protocol.FrameBody;
import io.hcbridge.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Decodes messages from bytes that arrive in chunks of any size.
 *
 * <p>The memory grows with the bytes that have arrived, not with the length in the header. It never exceeds the limit of the
 * constructor. Not thread-safe.
 */
public final class CommandFrameDecoder {
    private final int maxBytes;
    private final ByteBuffer header = ByteBuffer.allocate(CommandMessage.HEADER_BYTES);
    private final FrameBody body = new FrameBody();

    /** Creates a decoder that accepts up to {@link CommandMessage#MAX_BYTES} for each message. */
    public CommandFrameDecoder() {
        this(CommandMessage.MAX_BYTES);
    }

    /**
     * Creates a decoder with a smaller limit.
     *
     * @param maxBytes longest accepted JSON of one message in bytes, 1 to {@link CommandMessage#MAX_BYTES}
     */
    public CommandFrameDecoder(int maxBytes) {
        if (maxBytes < 1 || maxBytes > CommandMessage.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "max message bytes: " + maxBytes + " must be 1 to " + CommandMessage.MAX_BYTES);
        }
        this.maxBytes = maxBytes;
    }

    /**
     * Consumes the bytes up to the end of a message, or all bytes if the message is incomplete.
     *
     * @return the message when it is complete; the bytes after it remain in {@code bytes}
     * @throws ProtocolException if the bytes are not a valid message; the decoder cannot be used afterwards
     */
    public Optional<CommandMessage> feed(ByteBuffer bytes) throws ProtocolException {
        while (header.hasRemaining()) {
            if (!bytes.hasRemaining()) {
                return Optional.empty();
            }
            header.put(bytes.get());
            checkHeader();
        }
        Optional<byte[]> json = body.feed(bytes, header.getInt(0));
        if (json.isEmpty()) {
            return Optional.empty();
        }
        header.clear();
        return Optional.of(CommandMessage.parse(json.get()));
    }

    /** Returns whether no byte of the next message has arrived. */
    public boolean isEmpty() {
        return header.position() == 0;
    }

    private void checkHeader() throws ProtocolException {
        long length = Integer.toUnsignedLong(header.getInt(0));
        if (header.position() == Integer.BYTES && length > maxBytes) {
            throw new ProtocolException("message length: " + length + " bytes must be at most " + maxBytes);
        }
        if (!header.hasRemaining() && header.get(Integer.BYTES) != ':') {
            throw new ProtocolException("a colon must follow the message length");
        }
    }
}
