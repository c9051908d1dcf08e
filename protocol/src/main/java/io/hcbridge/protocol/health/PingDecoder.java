/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import java.nio.ByteBuffer;

/** The server's side of one conversation: what a client's bytes ask for. Keeps no bytes; belongs to one thread. */
public final class PingDecoder {
    /** What is to be done with the bytes so far. */
    public enum Request {
        /** More bytes may make it a {@code ping}; silence or the stream's end make it {@link #UNKNOWN}. */
        INCOMPLETE,
        PING,
        /** To be answered with {@link HealthProtocol#usage()}. */
        UNKNOWN
    }

    private final WordMatcher ping = new WordMatcher(HealthProtocol.PING);
    private int count;

    /**
     * Takes all of {@code bytes}. The whole of them is looked at before anything is decided, up to {@link
     * HealthProtocol#MAX_BYTES} in all; what stands behind those is passed over.
     */
    public Request feed(ByteBuffer bytes) {
        while (bytes.hasRemaining() && count < HealthProtocol.MAX_BYTES) {
            ping.feed(bytes.get());
            count++;
        }
        bytes.position(bytes.limit());
        if (ping.isMatch()) {
            return Request.PING;
        }
        return ping.isMismatch() || count == HealthProtocol.MAX_BYTES ? Request.UNKNOWN : Request.INCOMPLETE;
    }

    /** Whether no byte has come yet. */
    public boolean isEmpty() {
        return count == 0;
    }
}
