/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

/**
 * Compares bytes, one at a time, with {@code status MILLIS} and white space, which has at least one character. The number has no leading
 * zero and is at most {@link HealthProtocol#MAX_POLL_GAP}. Stores no bytes.
 *
 * <p>The white space at the end is required, because a number may arrive in several pieces.
 */
final class StatusLineMatcher {
    private enum Stage {
        WORD,
        BLANKS,
        NUMBER,
        END,
        MISMATCH
    }

    private final WordMatcher word = new WordMatcher(HealthProtocol.STATUS);
    private Stage stage = Stage.WORD;
    private int number;

    void feed(byte b) {
        stage = switch (stage) {
            case WORD -> word(b);
            case BLANKS -> b == ' ' ? Stage.BLANKS : digit(b);
            case NUMBER -> WhiteSpace.is(b) ? Stage.END : nextDigit(b);
            case END -> WhiteSpace.is(b) ? Stage.END : Stage.MISMATCH;
            case MISMATCH -> Stage.MISMATCH;
        };
    }

    /** Returns whether the bytes so far are a whole line. */
    boolean isMatch() {
        return stage == Stage.END;
    }

    /** Returns whether the bytes cannot become such a line any more. */
    boolean isMismatch() {
        return stage == Stage.MISMATCH;
    }

    /** Returns the number of a matching line. */
    int number() {
        return number;
    }

    private Stage word(byte b) {
        if (word.isMatch()) {
            return b == ' ' ? Stage.BLANKS : Stage.MISMATCH;
        }
        word.feed(b);
        return word.isMismatch() ? Stage.MISMATCH : Stage.WORD;
    }

    /** A zero has no further digit. */
    private Stage nextDigit(byte b) {
        return number == 0 ? Stage.MISMATCH : digit(b);
    }

    private Stage digit(byte b) {
        if (b < '0' || b > '9') {
            return Stage.MISMATCH;
        }
        number = 10 * number + b - '0';
        return number <= HealthProtocol.MAX_POLL_GAP ? Stage.NUMBER : Stage.MISMATCH;
    }
}
