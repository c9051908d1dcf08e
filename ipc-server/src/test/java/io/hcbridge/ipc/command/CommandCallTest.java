/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.hcbridge.ipc.Peer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandCallTest {
    private static final Peer PEER = new Peer(OptionalLong.empty(), OptionalLong.empty(), List.of(), "somebody");

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "-7, -7",
        "0, 0",
        "7.0, 7",
        "1e3, 1000",
        "1e+18, 1000000000000000000",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
    })
    void wholeNumbersAreParsed(String text, long number) throws Exception {
        assertThat(call(text).number("n")).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 7",
                "seven",
                "true",
                "7.5",
                "9223372036854775808",
                "1e99",
                "1e999999999",
                "0x7",
                "1e-999999999"
            })
    void otherTextIsRejectedWithTheArgumentsName(String text) {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> call(text).number("n"))
                .withMessage("argument 'n': '" + text + "' must be a whole number");
    }

    @Test
    void longTextIsRejectedWithoutParsing() throws Exception {
        assertThat(call("0".repeat(31) + "7").number("n")).hasValue(7);
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> call("0".repeat(32) + "7").number("n"))
                .withMessage("argument 'n': number of 33 characters must have at most 32");
        assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> assertThatExceptionOfType(CommandException.class)
                        .isThrownBy(() -> call("9".repeat(1 << 20)).number("n")));
    }

    @Test
    void numberOutOfRangeIsRejected() throws Exception {
        assertThat(call("-1").number("n", -1, 5)).hasValue(-1);
        assertThat(call("5").number("n", -1, 5)).hasValue(5);
        assertThat(call("7").number("other", 8, 9)).isEmpty();
        for (String outside : List.of("-2", "6")) {
            assertThatExceptionOfType(CommandException.class)
                    .isThrownBy(() -> call(outside).number("n", -1, 5))
                    .withMessage("argument 'n': " + outside + " must be -1 to 5");
        }
    }

    @Test
    void missingArgumentIsEmpty() throws Exception {
        assertThat(call("7").text("n")).contains("7");
        assertThat(call("7").text("other")).isEmpty();
        assertThat(call("7").number("other")).isEmpty();
    }

    private static CommandCall call(String text) {
        return new CommandCall("set", Map.of("n", text), PEER);
    }
}
