/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as an agent line in a service's answer, and what it means. */
final class ServiceLineTest {
    private static String rendered(Verdict verdict) {
        return new AgentReply(Optional.of(verdict.health()), verdict.admin(), verdict.capacity(), verdict.reason())
                .render()
                .strip();
    }

    private static String escaped(String text) {
        return text.replace("LF", "\n").replace("CR", "\r");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            up                     | up
            up 50% #warm-up        | up 50% #warm-up
            UP,50%                 | up 50%
            drain                  | drain up
            maintLF                | maint up
            50%CRLFmore            | up 50%
            maxconn:10             | up maxconn:10
            down #lag 42 s         | down #lag 42 s
            stopped                | stopped
            fail #gone             | failed fail #gone
            failed #why            | failed fail #why
            ready                  | up
            ready upLFdown         | up
            """)
    void theFirstLineIsTakenAsAnAgentLine(String output, String verdict) {
        assertThat(ServiceLine.first(escaped(output)))
                .map(ServiceLineTest::rendered)
                .contains(verdict);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "OK", "LFup", "#note", "  ", "up 101%", "up 50", "up maxconn:0", "{}", "upwards", "<html>"})
    void anyOtherFirstLineIsNone(String output) {
        assertThat(ServiceLine.first(escaped(output))).isEmpty();
    }

    @Test
    void anEndlessLineIsNone() {
        assertThat(ServiceLine.first("up" + " ".repeat(1023))).isEmpty();
        assertThat(ServiceLine.first("up" + " ".repeat(1022))).isPresent();
    }

    @Test
    void aMappedLineTakesItsReasonFromWhatWasSeen() {
        assertThat(rendered(ServiceLine.verdict(ServiceLine.parse("drain"), "HTTP 503")))
                .isEqualTo("drain up #HTTP 503");
        assertThat(rendered(ServiceLine.verdict(ServiceLine.parse("maint #backup"), "HTTP 503")))
                .isEqualTo("maint up #backup");
        assertThat(ServiceLine.verdict(ServiceLine.parse("up 50%"), "").admin()).isEqualTo(Optional.<Admin>empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "drained", "50", "#x"})
    void otherWordsAreRefusedInTheConfiguration(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceLine.parse(text))
                .withMessage("'" + text + "' must be words of an agent reply, for example 'drain', 'maint' or 'up 50%';"
                        + " a weight is 1% to 100%");
    }

    @Test
    void readyIsRefusedInTheConfiguration() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceLine.parse("ready"))
                .withMessage("'ready' must not contain 'ready'; the bridge sends it when a drain or maint ends");
    }
}
