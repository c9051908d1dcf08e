/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Health;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinishedCommandTest {
    private static Verdict verdict(int code, String output, String errors, boolean isAgentLine) {
        return new FinishedCommand(7, OptionalInt.of(code), output, errors)
                .verdict(isAgentLine)
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0   | fine       | ''        | UP     | ''",
                "1   | ''         | ''        | DOWN   | exit code 1",
                "2   | lag 42s\\n | ''        | DOWN   | exit code 2: lag 42s",
                "2   | one\\ntwo  | ''        | DOWN   | exit code 2: one",
                "2   | \\n \\nlag | ''        | DOWN   | exit code 2: lag",
                "2   | ''         | no db\\n  | DOWN   | exit code 2: no db",
                "2   | lag        | warning   | DOWN   | exit code 2: lag",
                "125 | ''         | ''        | DOWN   | exit code 125",
                "126 | ''         | denied    | FAILED | exit code 126: denied",
                "127 | ''         | not found | FAILED | exit code 127: not found",
                "128 | ''         | ''        | DOWN   | exit code 128",
                "129 | ''         | ''        | FAILED | ended by signal 1",
                "137 | so far     | ''        | FAILED | ended by signal 9: so far",
                "192 | ''         | ''        | FAILED | ended by signal 64",
                "193 | ''         | ''        | DOWN   | exit code 193",
                "255 | ''         | ''        | DOWN   | exit code 255",
            })
    void theExitCodeDecides(int code, String output, String errors, Health health, String reason) {
        Verdict verdict = verdict(code, output.replace("\\n", "\n"), errors.replace("\\n", "\n"), false);
        assertThat(verdict.health()).isEqualTo(health);
        assertThat(verdict.reason().text()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drain #backup      | UP   | DRAIN | backup",
                "maint              | UP   | MAINT | ''",
                "down #replica      | DOWN | ''    | replica",
                "up                 | UP   | ''    | ''",
                "all is well        | UP   | ''    | ''",
                "''                 | UP   | ''    | ''",
            })
    void anAgentLineOnExitCode0IsTheReply(String output, Health health, String admin, String reason) {
        Verdict verdict = verdict(0, output + "\nmore", "", true);
        assertThat(verdict.health()).isEqualTo(health);
        assertThat(verdict.admin()).isEqualTo(admin.isEmpty() ? Optional.empty() : Optional.of(Admin.valueOf(admin)));
        assertThat(verdict.reason().text()).isEqualTo(reason);
    }

    @Test
    void anAgentLineCountsOnExitCode0OnStandardOutputAndIfAskedForOnly() {
        assertThat(verdict(1, "drain", "", true)).isEqualTo(Verdict.down("exit code 1: drain"));
        assertThat(verdict(0, "", "drain", true)).isEqualTo(Verdict.UP);
        assertThat(verdict(0, "drain", "", false)).isEqualTo(Verdict.UP);
    }

    @Test
    void controlCharactersOfTheOutputAreNotPassedOn() {
        Verdict verdict = verdict(1, "\u001b[31mred\u0007\r\n", "", false);
        assertThat(verdict.reason().text())
                .doesNotContain("\u001b")
                .doesNotContain("\u0007")
                .contains("red");
    }

    @Test
    void aProgramThatWasKilledAtTheDeadlineHasNoVerdictOfItsOwn() {
        FinishedCommand killed = new FinishedCommand(7, OptionalInt.empty(), "so far\n", "");
        assertThat(killed.verdict(true)).isEmpty();
        assertThat(killed.describe()).isEqualTo("pid 7, killed at the deadline, output: so far");
    }
}
