/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The client's side of one conversation: the server's reply in any chunks. Belongs to one thread. */
public final class HealthReplyDecoder {
    private static final int INITIAL_BYTES = 64;

    private final WordMatcher healthy = new WordMatcher(HealthProtocol.HEALTHY);
    private byte[] reply = new byte[INITIAL_BYTES];
    private int length;

    /**
     * Takes all of {@code bytes}; only the first {@link HealthProtocol#MAX_BYTES} of a reply count.
     *
     * @return whether the reply is complete, whatever may still come
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

    /** Whether the bytes so far say {@code healthy}. */
    public boolean isHealthy() {
        return healthy.isMatch();
    }

    /** The text so far, trimmed; empty if nothing but white space came. */
    public String text() {
        return WhiteSpace.trim(new String(reply, 0, length, StandardCharsets.UTF_8));
    }
}
