/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The words of the health protocol. The end of a reply is the end of the stream.
 *
 * <p>Nothing of the Go module's own part, {@code ping} and its replies, ends with a newline. {@code status} is this project's
 * addition: it is answered with one line of {@link io.hcbridge.protocol.agent.AgentReply}, and by a Go server with its usage text.
 */
public final class HealthProtocol {
    /** What is looked at of a request or a reply: the Go module reads once, so many bytes at the most. */
    public static final int MAX_BYTES = 4096;

    static final byte[] PING = ascii("ping");
    static final byte[] STATUS = ascii("status");
    static final byte[] HEALTHY = ascii("healthy");

    private static final byte[] USAGE = ascii("send 'ping' to trigger healthcheck");

    private HealthProtocol() {}

    /** The request that every server understands. */
    public static byte[] ping() {
        return PING.clone();
    }

    /** The request for one agent line; with the LF that tells a person's terminal, too, that it is complete. */
    public static byte[] status() {
        return ascii("status\n");
    }

    /** The reply to a {@code ping} of a service in good health. */
    public static byte[] healthy() {
        return HEALTHY.clone();
    }

    /** The reply to anything but a {@code ping} or a {@code status}; it names the first alone, as the Go module does. */
    public static byte[] usage() {
        return USAGE.clone();
    }

    /**
     * The reply to a {@code ping} of a service that is not healthy: {@code text} as UTF-8, cut between characters after at most {@value
     * #MAX_BYTES} bytes. A text that a client would take for something else, blank or {@code healthy}, is reworded.
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
