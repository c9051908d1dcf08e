/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.tcp;

import io.hcbridge.bridge.probe.ServiceLine;
import io.hcbridge.bridge.probe.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a healthy service answers.
 *
 * @param start the answer's first bytes
 * @param isAgentLine whether the answer's first line may be an agent reply
 */
record TcpExpectation(Optional<String> start, boolean isAgentLine) {
    /** So many bytes of an answer are read. */
    static final int MOST = 4096;

    /** Whether there is anything to wait for. */
    boolean needsAnswer() {
        return start.isPresent() || isAgentLine;
    }

    /**
     * The verdict, as soon as the answer so far has one.
     *
     * @param answer the bytes as characters, at most {@link #MOST}
     * @param isWhole whether no more bytes come or count
     */
    Optional<Verdict> verdict(String answer, boolean isWhole) {
        String expected = expected();
        Optional<Verdict> mismatch = mismatch(answer);
        if (mismatch.isPresent()) {
            // The rest of the line is worth waiting for: HAProxy shows it.
            return hasLine(answer) || isWhole || answer.length() > expected.length() ? mismatch : Optional.empty();
        }
        if (answer.length() < expected.length()) {
            return isWhole ? Optional.of(closed(answer)) : Optional.empty();
        }
        if (!isAgentLine) {
            return Optional.of(Verdict.UP);
        }
        if (!isWhole && !hasLine(answer)) {
            return Optional.empty();
        }
        return Optional.of(
                answer.isEmpty() ? closed(answer) : ServiceLine.first(answer).orElse(Verdict.UP));
    }

    /** The verdict of an answer that cannot become the expected one, whatever follows. */
    Optional<Verdict> mismatch(String answer) {
        String expected = expected();
        int common = Math.min(expected.length(), answer.length());
        return expected.startsWith(answer.substring(0, common))
                ? Optional.empty()
                : Optional.of(Verdict.down("answered '" + firstLine(answer) + "', not '"
                        + start.orElse("").strip() + "'"));
    }

    private String expected() {
        return start.map(TcpExpectation::latin).orElse("");
    }

    private static Verdict closed(String answer) {
        return Verdict.failed(
                answer.isEmpty() ? "closed without an answer" : "closed after '" + firstLine(answer) + "'");
    }

    private static boolean hasLine(String answer) {
        return answer.indexOf('\n') >= 0;
    }

    private static String firstLine(String answer) {
        int end = answer.indexOf('\n');
        return (end < 0 ? answer : answer.substring(0, end)).strip();
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
