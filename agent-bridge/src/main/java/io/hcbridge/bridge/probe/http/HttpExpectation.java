/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.http;

import io.hcbridge.bridge.probe.ServiceLine;
import io.hcbridge.bridge.probe.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What a healthy service answers, and what other answers mean.
 *
 * @param statuses of a healthy service
 * @param body text that the body of a healthy service has
 * @param words for statuses, which go before all else
 * @param isAgentLine whether the body's first line may be an agent reply
 */
record HttpExpectation(
        List<StatusRange> statuses, Optional<String> body, List<StatusWords> words, boolean isAgentLine) {
    /** So many bytes of a body are read. */
    static final int MOST_BODY = 64 * 1024;

    HttpExpectation {
        statuses = List.copyOf(statuses);
        words = List.copyOf(words);
    }

    /** The verdict of a status that needs no body. */
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

    /** Whether the body of an expected status says more. */
    boolean needsBody() {
        return body.isPresent() || isAgentLine;
    }

    /**
     * The verdict of the body of an expected status.
     *
     * @param received at most {@link #MOST_BODY} bytes
     * @param isWhole whether that was all
     */
    Verdict ofBody(byte[] received, boolean isWhole) {
        // Bytes as characters, so that no text is lost in a body of another encoding.
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
