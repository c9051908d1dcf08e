/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReasonTest {
    private static final String LONGEST = "x".repeat(Reason.MAX_LENGTH);

    static Arguments[] texts() {
        return new Arguments[] {
            Arguments.of("db down", "db down"),
            Arguments.of("", ""),
            Arguments.of(" \r\n\t ", ""),
            Arguments.of("  db   down\n", "db down"),
            Arguments.of("line one\r\nline two", "line one line two"),
            Arguments.of("up\nready up", "up ready up"),
            Arguments.of("red \u001b[31malert\u0007", "red [31malert"),
            Arguments.of("nul\0del\u007fnel\u0085", "nul del nel"),
            Arguments.of("caf\u00e9, \ud83d\ude80 \ud800", "caf?, ? ?"),
            Arguments.of("wide\u3000\u2028blank", "wide blank"),
            Arguments.of("# 100%, is: gone ~", "# 100%, is: gone ~"),
            Arguments.of(LONGEST, LONGEST),
            Arguments.of(LONGEST + "   ", LONGEST),
            Arguments.of(LONGEST + "x", "x".repeat(97) + "..."),
            Arguments.of("x".repeat(96) + " tail", "x".repeat(96) + "..."),
            Arguments.of("\ud83d\ude80".repeat(101), "?".repeat(97) + "..."),
            Arguments.of(LONGEST.repeat(1000), "x".repeat(97) + "..."),
        };
    }

    @ParameterizedTest
    @MethodSource("texts")
    void anyTextBecomesPrintableAscii(String text, String reason) {
        assertThat(Reason.of(text)).isEqualTo(new Reason(reason));
        assertThat(Reason.of(Reason.of(text).text())).isEqualTo(Reason.of(text));
    }

    static Arguments[] invalidReasons() {
        return new Arguments[] {
            Arguments.of("db\ndown", "reason: must be printable ASCII without leading, trailing or repeated spaces"),
            Arguments.of(" db", "reason: must be printable ASCII without leading, trailing or repeated spaces"),
            Arguments.of("db  down", "reason: must be printable ASCII without leading, trailing or repeated spaces"),
            Arguments.of("caf\u00e9", "reason: must be printable ASCII without leading, trailing or repeated spaces"),
            Arguments.of("db\u007f", "reason: must be printable ASCII without leading, trailing or repeated spaces"),
            Arguments.of(LONGEST + "x", "reason: 101 characters must be at most 100"),
        };
    }

    @ParameterizedTest
    @MethodSource("invalidReasons")
    void constructorRejectsTextThatHaproxyWouldMisread(String text, String message) {
        assertThatThrownBy(() -> new Reason(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
