/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.push;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.AgentReply;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PushReportTest {
    private static final String HINT = "; a report is a target and an agent line, like 'orders up #text'";

    private static PushReport decode(String text) throws ProtocolException {
        return PushReport.decode(text.getBytes(ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders up|orders up",
                "orders  UP,|orders up",
                "a-b_c.9 drain up 50% #deploy 42|a-b_c.9 drain up 50% #deploy 42",
                "orders down #db, is: gone|orders down #db, is: gone",
                "orders maint stopped #bye|orders maint stopped #bye",
                "orders ready up 100% maxconn:7|orders ready up 100% maxconn:7",
                "orders fail #x|orders failed fail #x",
                "orders failed fail #x|orders failed fail #x",
            })
    void reportIsATargetAndAnAgentLine(String text, String meaning) throws Exception {
        for (String end : new String[] {"", "\n", "\r\n"}) {
            assertThat(new String(decode(text + end).encode(), US_ASCII)).isEqualTo(meaning + "\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|must begin with the name of a target and a blank",
                "orders|must begin with the name of a target and a blank",
                "' up'|must begin with the name of a target and a blank",
                "o/o up|must begin with the name of a target and a blank",
                "'orders '|line: must have one of the words up, down, stopped and fail",
                "orders drain|line: must have one of the words up, down, stopped and fail",
                "orders failed #x|line: must have one of the words up, down, stopped and fail",
                "orders #x|reason: a reply with a reason needs a health, admin or capacity word",
                "orders healthy|unknown word 'healthy'",
                "orders up 101%|weight: 101 must be 0 to 100 percent",
                "orders up#x|unknown word 'up#x'",
            })
    void wrongReportIsRefusedWithTheRuleAndAnExample(String text, String rule) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decode(text))
                .withMessage("report: " + rule + HINT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders up\n\n",
                "orders up\norders down\n",
                "orders up\r",
                "\u00e9 up",
                "orders up #\u0000",
                "o up \u007f"
            })
    void onlyOneLineOfPrintableAsciiIsAReport(String text) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decode(text))
                .withMessageMatching("report: byte [0-9]+ must be printable ASCII" + HINT);
    }

    @Test
    void lengthIsLimited() throws Exception {
        String start = "orders up #";
        assertThat(decode(start + "x".repeat(PushReport.MAX_BYTES - start.length()))
                        .line()
                        .reason()
                        .text())
                .hasSize(100);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> PushReport.decode(new byte[1 << 20]))
                .withMessage("report: 1048576 bytes must be at most 1024 bytes" + HINT);
    }

    @Test
    void valuesAreChecked() throws Exception {
        AgentReply up = AgentReply.parse("up");
        assertThatIllegalArgumentException().isThrownBy(() -> new PushReport("a b", up));
        assertThatIllegalArgumentException().isThrownBy(() -> new PushReport("a", AgentReply.NO_CHANGE));
        assertThatIllegalArgumentException().isThrownBy(() -> new PushReport("a", AgentReply.parse("failed")));
    }

    /** Random bytes are refused with a ProtocolException, or are a report that survives another round. */
    @Test
    void anyBytesAreRefusedOrAreAReport() throws Exception {
        Random random = new Random(7);
        String alphabet = "orders up down drain 50% #x\n\r\t,maxconn:1\u00e9";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("o");
            for (int n = random.nextInt(40); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                PushReport report = decode(text.toString());
                assertThat(PushReport.decode(report.encode())).isEqualTo(report);
            } catch (ProtocolException refused) {
                assertThat(refused).hasMessageStartingWith("report: ");
            }
        }
    }
}
