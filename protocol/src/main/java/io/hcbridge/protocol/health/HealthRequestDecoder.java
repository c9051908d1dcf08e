/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import java.nio.ByteBuffer;

/** Decodes a client's request. Stores no bytes. Not thread-safe. */
public final class HealthRequestDecoder {
    /** The request that the bytes received so far stand for. */
    public enum Request {
        /** More bytes may complete a known request. A read timeout or the end of the stream makes it {@link #UNKNOWN}. */
        INCOMPLETE,
        PING,
        STATUS,
        /** Not a known request. The reply is {@link HealthProtocol#usage()}. */
        UNKNOWN
    }

    private final WordMatcher ping = new WordMatcher(HealthProtocol.PING);
    private final WordMatcher status = new WordMatcher(HealthProtocol.STATUS);
    private int count;

    /**
     * Consumes all of {@code bytes}, then decides. Bytes after the first {@link HealthProtocol#MAX_BYTES} of a request are ignored.
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
        boolean mismatch = ping.isMismatch() && status.isMismatch();
        return mismatch || count == HealthProtocol.MAX_BYTES ? Request.UNKNOWN : Request.INCOMPLETE;
    }

    /** Returns whether no byte has arrived. */
    public boolean isEmpty() {
        return count == 0;
    }
}
