/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.http;

import io.hcbridge.bridge.probe.ServiceLine;
import io.hcbridge.bridge.probe.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The expected response of a healthy service, and the meaning of other responses.
 *
 * @param statuses statuses of a healthy service
 * @param body text that the body of a healthy service must contain
 * @param words agent words for statuses; they take precedence over all other rules
 * @param isAgentLine whether the first line of the body can be an agent reply
 */
record HttpExpectation(
        List<StatusRange> statuses, Optional<String> body, List<StatusWords> words, boolean isAgentLine) {
    /** Maximum number of bytes that are read of a body. */
    static final int MOST_BODY = 64 * 1024;

    HttpExpectation {
        statuses = List.copyOf(statuses);
        words = List.copyOf(words);
    }

    /** Returns the verdict of a status that decides without the body; empty if the body is needed. */
    Optional<Verdict> ofStatus(int status) {
        String seen = "HTTP " + status;
        for (StatusWords each : words) {
            if (each.status().contains(status)) {
                return Optional.of(ServiceLine.verdict(each.words(), seen));
            }
        }
        if (statuses.stream().noneMatch(range -> range.contains(status))) {
            return Optional.of(Verdict.down(seen));
        }
        return needsBody() ? Optional.empty() : Optional.of(Verdict.UP);
    }

    /** Returns whether the verdict also depends on the body. */
    boolean needsBody() {
        return body.isPresent() || isAgentLine;
    }

    /**
     * Returns the verdict of the body for an expected status.
     *
     * @param received at most {@link #MOST_BODY} bytes
     * @param isWhole whether these bytes are the complete body
     */
    Verdict ofBody(byte[] received, boolean isWhole) {
        // Each byte becomes a character. A body in another encoding then loses no text.
        String text = new String(received, StandardCharsets.ISO_8859_1);
        if (body.isPresent() && !text.contains(latin(body.get()))) {
            return Verdict.down("body lacks '" + body.get() + "'" + (isWhole ? "" : " in its first 64 KiB"));
        }
        return isAgentLine ? ServiceLine.first(text).orElse(Verdict.UP) : Verdict.UP;
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
