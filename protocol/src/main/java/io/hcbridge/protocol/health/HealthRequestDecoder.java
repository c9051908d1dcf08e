/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import java.nio.ByteBuffer;

/** The server's side of one conversation: what a client's bytes ask for. Keeps no bytes; belongs to one thread. */
public final class HealthRequestDecoder {
    /** What is to be done with the bytes so far. */
    public enum Request {
        /** More bytes may make it one of the verbs; silence or the stream's end make it {@link #UNKNOWN}. */
        INCOMPLETE,
        PING,
        STATUS,
        /** To be answered with {@link HealthProtocol#usage()}. */
        UNKNOWN
    }

    private final WordMatcher ping = new WordMatcher(HealthProtocol.PING);
    private final WordMatcher status = new WordMatcher(HealthProtocol.STATUS);
    private int count;

    /**
     * Takes all of {@code bytes}. The whole of them is looked at before anything is decided, up to {@link
     * HealthProtocol#MAX_BYTES} in all; what stands behind those is passed over.
     */
    public Request feed(ByteBuffer bytes) {
        while (bytes.hasRemaining() && count < HealthProtocol.MAX_BYTES) {
            byte b = bytes.get();
            ping.feed(b);
            status.feed(b);
            count++;
        }
        bytes.position(bytes.limit());
        if (ping.isMatch()) {
            return Request.PING;
        }
        if (status.isMatch()) {
            return Request.STATUS;
        }
        boolean hopeless = ping.isMismatch() && status.isMismatch();
        return hopeless || count == HealthProtocol.MAX_BYTES ? Request.UNKNOWN : Request.INCOMPLETE;
    }

    /** Whether no byte has come yet. */
    public boolean isEmpty() {
        return count == 0;
    }
}
