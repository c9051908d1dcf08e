/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.push;

import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.AgentRequest;
import io.hcbridge.protocol.agent.Health;
import java.nio.charset.StandardCharsets;

/**
 * A report of a service on its state: the name of its target, a blank, and an agent line, for example {@code orders drain up 50% #deploy 42}.
 * The agent line is the same as in the reply to {@code status} of the health protocol.
 *
 * @param target matches {@link AgentRequest#TARGET_NAME}
 * @param line has one of the words {@code up}, {@code down}, {@code stopped} and {@code fail}; a part that is absent is at its normal value
 */
public record PushReport(String target, AgentReply line) {
    /** Longest report in bytes, its line end included. */
    public static final int MAX_BYTES = 1024;

    private static final String EXAMPLE = "; a report is a target and an agent line, like 'orders up #text'";
    private static final int DELETE = 0x7f;

    public PushReport {
        if (!AgentRequest.TARGET_NAME.matcher(target).matches()) {
            throw new IllegalArgumentException("target: '" + target + "' must match " + AgentRequest.TARGET_NAME);
        }
        if (line.health().filter(health -> health != Health.REPORT_ONLY).isEmpty()) {
            throw new IllegalArgumentException("line: must have one of the words up, down, stopped and fail");
        }
    }

    /** Returns the bytes of the report, with a final LF. */
    public byte[] encode() {
        return (target + " " + line.render()).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Decodes a report: printable ASCII with at most one line end, which is at the end. Tabs count as printable.
     *
     * @throws ProtocolException if the bytes are not a report; the message has the rule and is safe to send and to log
     */
    public static PushReport decode(byte[] bytes) throws ProtocolException {
        if (bytes.length > MAX_BYTES) {
            throw new ProtocolException(
                    "report: " + bytes.length + " bytes must be at most " + MAX_BYTES + " bytes" + EXAMPLE);
        }
        String text = text(bytes);
        int blank = text.indexOf(' ');
        if (blank < 0
                || !AgentRequest.TARGET_NAME.matcher(text.substring(0, blank)).matches()) {
            throw new ProtocolException("report: must begin with the name of a target and a blank" + EXAMPLE);
        }
        try {
            return new PushReport(text.substring(0, blank), AgentReply.parse(text.substring(blank + 1)));
        } catch (ProtocolException | IllegalArgumentException e) {
            throw new ProtocolException("report: " + e.getMessage() + EXAMPLE);
        }
    }

    private static String text(byte[] bytes) throws ProtocolException {
        int end = bytes.length;
        if (end > 0 && bytes[end - 1] == '\n') {
            end--;
        }
        if (end > 0 && end < bytes.length && bytes[end - 1] == '\r') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            boolean isPrintable = (bytes[i] >= ' ' && bytes[i] < DELETE) || bytes[i] == '\t';
            if (!isPrintable) {
                throw new ProtocolException("report: byte " + (i + 1) + " must be printable ASCII" + EXAMPLE);
            }
        }
        return new String(bytes, 0, end, StandardCharsets.US_ASCII);
    }
}
