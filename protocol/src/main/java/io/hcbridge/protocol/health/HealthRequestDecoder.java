/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** Decodes a client's request. Stores no bytes. Not thread-safe. */
public final class HealthRequestDecoder {
    /** The request that the bytes received so far stand for. */
    public enum Request {
        /** More bytes may complete a known request. A read timeout or the end of the stream makes it {@link #UNKNOWN}. */
        INCOMPLETE,
        PING,
        /** With or without {@link #pollGapMillis}. */
        STATUS,
        /** A request of {@link #kind}. */
        KIND,
        /** Not a known request. The reply is {@link HealthProtocol#usage()}. */
        UNKNOWN
    }

    private final WordMatcher ping = new WordMatcher(HealthProtocol.PING);
    private final WordMatcher status = new WordMatcher(HealthProtocol.STATUS);
    private final StatusLineMatcher statusLine = new StatusLineMatcher();
    private final KindMatcher kind = new KindMatcher();
    private int count;

    /**
     * Consumes all of {@code bytes}, then decides. Bytes after the first {@link HealthProtocol#MAX_BYTES} of a request are ignored.
     */
    public Request feed(ByteBuffer bytes) {
        while (bytes.hasRemaining() && count < HealthProtocol.MAX_BYTES) {
            byte b = bytes.get();
            ping.feed(b);
            status.feed(b);
            statusLine.feed(b);
            kind.feed(b);
            count++;
        }
        bytes.position(bytes.limit());
        if (ping.isMatch()) {
            return Request.PING;
        }
        if (status.isMatch() || statusLine.isMatch()) {
            return Request.STATUS;
        }
        if (kind.match().isPresent()) {
            return Request.KIND;
        }
        boolean mismatch = ping.isMismatch() && status.isMismatch() && statusLine.isMismatch() && kind.isMismatch();
        return mismatch || count == HealthProtocol.MAX_BYTES ? Request.UNKNOWN : Request.INCOMPLETE;
    }

    /**
     * Returns the number of a {@link Request#STATUS}: the longest recent time between two polls by one client of the client, in
     * milliseconds, at most {@link HealthProtocol#MAX_POLL_GAP}; 0 if no client polls the client. Empty for a request without a number.
     */
    public OptionalInt pollGapMillis() {
        return statusLine.isMatch() ? OptionalInt.of(statusLine.number()) : OptionalInt.empty();
    }

    /** Returns the kind of a {@link Request#KIND}. */
    public HealthKind kind() {
        return kind.match().orElseThrow(() -> new IllegalStateException("the request names no kind"));
    }

    /** Returns whether no byte has arrived. */
    public boolean isEmpty() {
        return count == 0;
    }
}
