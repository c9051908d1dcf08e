/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Decodes a server's reply to {@code ping} from chunks of any size. Not thread-safe. */
public final class HealthReplyDecoder {
    private static final int INITIAL_BYTES = 64;

    private final WordMatcher healthy = new WordMatcher(HealthProtocol.HEALTHY);
    private byte[] reply = new byte[INITIAL_BYTES];
    private int length;

    /** Creates a decoder for one reply. */
    public HealthReplyDecoder() {}

    /**
     * Consumes all of {@code bytes}. Bytes after the first {@link HealthProtocol#MAX_BYTES} of a reply are ignored.
     *
     * @return whether the reply is complete without the end of the stream: it is {@code healthy}, or it has reached the limit
     */
    public boolean feed(ByteBuffer bytes) {
        int count = Math.min(bytes.remaining(), HealthProtocol.MAX_BYTES - length);
        if (length + count > reply.length) {
            reply = Arrays.copyOf(
                    reply, Math.min(Math.max(2 * reply.length, length + count), HealthProtocol.MAX_BYTES));
        }
        bytes.get(reply, length, count);
        bytes.position(bytes.limit());
        for (int i = length; i < length + count; i++) {
            healthy.feed(reply[i]);
        }
        length += count;
        return isHealthy() || length == HealthProtocol.MAX_BYTES;
    }

    /** Returns whether the text received so far is {@code healthy}. */
    public boolean isHealthy() {
        return healthy.isMatch();
    }

    /** Returns the text received so far, without leading and trailing white space. */
    public String text() {
        return WhiteSpace.trim(new String(reply, 0, length, StandardCharsets.UTF_8));
    }
}
