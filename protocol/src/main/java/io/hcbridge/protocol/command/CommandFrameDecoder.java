/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.command;

import io.hcbridge.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the messages in bytes that arrive in any chunks.
 *
 * <p>Holds little more than has arrived, whatever length a frame claims to have, and at most {@link CommandMessage#MAX_BYTES}.
 * Belongs to one thread.
 */
public final class CommandFrameDecoder {
    private static final int INITIAL_BYTES = 512;

    private final ByteBuffer header = ByteBuffer.allocate(CommandMessage.HEADER_BYTES);
    private byte[] body = new byte[0];
    private int count;

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
        if (header.position() == Integer.BYTES && length > CommandMessage.MAX_BYTES) {
            throw new ProtocolException(
                    "message of " + length + " bytes, at most " + CommandMessage.MAX_BYTES + " are allowed");
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
