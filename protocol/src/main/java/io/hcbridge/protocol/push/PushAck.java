/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.push;

import io.hcbridge.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bridge's response to a report: {@code ok TTL POLL}, for example {@code ok 5000 2000}. A process that responds otherwise is no bridge.
 *
 * @param ttlMillis time in milliseconds after which a target without a further report is failed, 1 to {@value #MAX_MILLIS}
 * @param pollGapMillis longest recent time between two polls of the target by one HAProxy in milliseconds, 0 to {@value #MAX_MILLIS}; 0 if no
 *     HAProxy polls it. A draining service uses it to estimate when all HAProxies know of the drain
 */
public record PushAck(int ttlMillis, int pollGapMillis) {
    /** One hour. */
    public static final int MAX_MILLIS = 3_600_000;

    private static final int MAX_BYTES = 256;
    /** Later versions may add words. */
    private static final Pattern TEXT = Pattern.compile("ok ([0-9]{1,7}) ([0-9]{1,7})( [ -~]*)?\n?");

    public PushAck {
        require("ttl", ttlMillis, 1);
        require("poll gap", pollGapMillis, 0);
    }

    /** Returns the bytes of the response, with a final LF. */
    public byte[] encode() {
        return ("ok " + ttlMillis + " " + pollGapMillis + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Decodes a response.
     *
     * @throws ProtocolException if it is not the response of a bridge
     */
    public static PushAck decode(byte[] bytes) throws ProtocolException {
        Matcher matcher = TEXT.matcher(bytes.length > MAX_BYTES ? "" : new String(bytes, StandardCharsets.US_ASCII));
        if (!matcher.matches()) {
            throw new ProtocolException("response: must begin with 'ok', a TTL and a poll gap in milliseconds");
        }
        try {
            return new PushAck(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("response: " + e.getMessage());
        }
    }

    private static void require(String name, int millis, int least) {
        if (millis < least || millis > MAX_MILLIS) {
            throw new IllegalArgumentException(
                    name + ": " + millis + " ms must be " + least + " to " + MAX_MILLIS + " ms");
        }
    }
}
