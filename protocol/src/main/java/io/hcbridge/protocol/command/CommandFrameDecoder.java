/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.command;

import io.hcbridge.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the messages in bytes that arrive in any chunks.
 *
 * <p>Holds little more than has arrived, whatever length a frame claims to have, and at most the limit that it was made with.
 * Belongs to one thread.
 */
public final class CommandFrameDecoder {
    private static final int INITIAL_BYTES = 512;

    private final int maxBytes;
    private final ByteBuffer header = ByteBuffer.allocate(CommandMessage.HEADER_BYTES);
    private byte[] body = new byte[0];
    private int count;

    /** A decoder of messages of up to {@link CommandMessage#MAX_BYTES}. */
    public CommandFrameDecoder() {
        this(CommandMessage.MAX_BYTES);
    }

    /**
     * A decoder with a limit of its own.
     *
     * @param maxBytes the longest JSON of one message that is accepted, 1 to {@link CommandMessage#MAX_BYTES}
     */
    public CommandFrameDecoder(int maxBytes) {
        if (maxBytes < 1 || maxBytes > CommandMessage.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "max message bytes: " + maxBytes + " must be 1 to " + CommandMessage.MAX_BYTES);
        }
        this.maxBytes = maxBytes;
    }

    /**
     * Takes bytes up to the end of a message, or all of them when it does not end in them.
     *
     * @return the message, once it is complete; bytes behind it are left in {@code bytes}
     * @throws ProtocolException if this is no message; the decoder is spent then
     */
    public Optional<CommandMessage> feed(ByteBuffer bytes) throws ProtocolException {
        while (header.hasRemaining()) {
            if (!bytes.hasRemaining()) {
                return Optional.empty();
            }
            header.put(bytes.get());
            checkHeader();
        }
        int length = header.getInt(0);
        take(bytes, Math.min(bytes.remaining(), length - count), length);
        if (count < length) {
            return Optional.empty();
        }
        byte[] json = Arrays.copyOf(body, length);
        header.clear();
        body = new byte[0];
        count = 0;
        return Optional.of(CommandMessage.parse(json));
    }

    /** Whether no byte of the next message has come yet. */
    public boolean isEmpty() {
        return header.position() == 0;
    }

    private void checkHeader() throws ProtocolException {
        long length = Integer.toUnsignedLong(header.getInt(0));
        if (header.position() == Integer.BYTES && length > maxBytes) {
            throw new ProtocolException("message of " + length + " bytes, at most " + maxBytes + " are allowed");
        }
        if (!header.hasRemaining() && header.get(Integer.BYTES) != ':') {
            throw new ProtocolException("no colon behind the message's length");
        }
    }

    private void take(ByteBuffer bytes, int more, int length) {
        if (count + more > body.length) {
            body = Arrays.copyOf(
                    body, Math.min(length, Math.max(count + more, Math.max(INITIAL_BYTES, 2 * body.length))));
        }
        bytes.get(body, count, more);
        count += more;
    }
}
