/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.protocol.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentRequestTest {
    @ParameterizedTest
    @CsvSource({
        "orders, orders",
        "'  orders\t', orders",
        "Orders-2.eu_west, Orders-2.eu_west",
        "7, 7",
        "'', ''",
        "' \t ', ''",
    })
    void requestLineIsTheTargetName(String line, String target) throws ProtocolException {
        assertThat(AgentRequest.parse(line)).isEqualTo(new AgentRequest(target));
    }

    static String[] malformed() {
        return new String[] {
            "two words",
            "../etc/passwd",
            "/srv/orders",
            ".hidden",
            "-flag",
            "orders\0",
            "orders\u001b[2J",
            "caf\u00e9",
            "\ufffd",
            "%[be_name]",
            "GET / HTTP/1.1",
            "x".repeat(65),
        };
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void errorForMalformedLineDoesNotRepeatTheLine(String line) {
        assertThatThrownBy(() -> AgentRequest.parse(line))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("malformed request");
    }

    @Test
    void nameOf64CharactersIsAccepted() throws ProtocolException {
        String longest = "x".repeat(64);

        assertThat(AgentRequest.parse(longest).target()).isEqualTo(longest);
    }

    @ParameterizedTest
    @ValueSource(strings = {" orders", "a b", "../x"})
    void constructorRejectsInvalidTargetName(String target) {
        assertThatThrownBy(() -> new AgentRequest(target))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + target + "'");
    }
}
