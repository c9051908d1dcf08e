/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.tcp;

import io.hcbridge.bridge.probe.ServiceLine;
import io.hcbridge.bridge.probe.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The expected answer of a healthy service.
 *
 * @param start first bytes of the answer
 * @param isAgentLine whether the first line of the answer can be an agent reply
 */
record TcpExpectation(Optional<String> start, boolean isAgentLine) {
    /** Maximum number of bytes that are read of an answer. */
    static final int MOST = 4096;

    /** Returns whether an answer is expected. */
    boolean needsAnswer() {
        return start.isPresent() || isAgentLine;
    }

    /**
     * Returns the verdict; empty if the answer so far does not decide it.
     *
     * @param answer the bytes as characters, at most {@link #MOST}
     * @param isWhole whether the answer is complete or has reached its maximum length
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
