/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Requests and replies of the health protocol. A reply ends with the end of the stream.
 *
 * <p>The Go module defines {@code ping} and its replies; they have no newline. This project adds {@code status} and {@code status
 * MILLIS}. Its servers reply with one line of {@link io.hcbridge.protocol.agent.AgentReply}; a Go server replies with its usage text. It
 * also adds the requests of {@link HealthKind}, whose replies are those of {@code ping}.
 */
public final class HealthProtocol {
    /** Longest request or reply in bytes. Further bytes are ignored. The Go module reads once, with a buffer of this size. */
    public static final int MAX_BYTES = 4096;

    /** Longest time between two polls that a request can state, in milliseconds: 1 hour. */
    public static final int MAX_POLL_GAP = 3_600_000;

    static final byte[] PING = ascii("ping");
    static final byte[] STATUS = ascii("status");
    static final byte[] HEALTHY = ascii("healthy");

    static final String USAGE_TEXT = "send 'ping' to trigger healthcheck";

    private static final byte[] USAGE = ascii(USAGE_TEXT);

    private HealthProtocol() {}

    /** Returns the request that every server understands. */
    public static byte[] ping() {
        return PING.clone();
    }

    /** Returns the request for one agent line. It ends with LF, as a line that a person types. */
    public static byte[] status() {
        return ascii("status\n");
    }

    /**
     * Returns the request for one agent line from a client whose queries do not come at the rate of its own clients, like a bridge that
     * probes in the background.
     *
     * @param pollGapMillis longest recent time between two polls by one client of the client, 0 to {@value #MAX_POLL_GAP}; 0 if no
     *     client polls it. A draining server uses it to estimate when all clients know of the drain
     */
    public static byte[] status(int pollGapMillis) {
        return ascii("status " + requirePollGap(pollGapMillis) + "\n");
    }

    static int requirePollGap(int millis) {
        if (millis < 0 || millis > MAX_POLL_GAP) {
            throw new IllegalArgumentException("poll gap: " + millis + " ms must be 0 to " + MAX_POLL_GAP + " ms");
        }
        return millis;
    }

    /** Returns a healthy service's reply to {@code ping}. */
    public static byte[] healthy() {
        return HEALTHY.clone();
    }

    /** Returns the reply to an unknown request. The text is that of the Go module, which knows only {@code ping}. */
    public static byte[] usage() {
        return USAGE.clone();
    }

    /**
     * Returns an unhealthy service's reply to {@code ping}: {@code text} in UTF-8, cut between characters to at most {@value
     * #MAX_BYTES} bytes. A blank text and the text {@code healthy} are replaced, because a client would misread them.
     */
    public static byte[] unhealthy(String text) {
        String trimmed = WhiteSpace.trim(text);
        if (trimmed.isEmpty()) {
            return ascii("check failed without a message");
        }
        byte[] bytes = cut(trimmed.getBytes(StandardCharsets.UTF_8));
        return Arrays.equals(bytes, HEALTHY) ? ascii("check failed with the message 'healthy'") : bytes;
    }

    private static byte[] cut(byte[] utf8) {
        if (utf8.length <= MAX_BYTES) {
            return utf8;
        }
        int end = MAX_BYTES;
        while ((utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(utf8, end);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
