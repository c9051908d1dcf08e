/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthMessagesTest {
    private static ServingStatus reply(String hex) {
        return HealthMessages.reply(HexFormat.of().parseHex(hex));
    }

    @Test
    void theRequestIsTheServicesNameAsField1() {
        assertThat(HealthMessages.request("stock")).asHexString().isEqualTo("0A0573746F636B");
        assertThat(HealthMessages.request("")).isEmpty();
        assertThat(HealthMessages.request("é")).asHexString().isEqualTo("0A02C3A9");
    }

    @Test
    void aLongNameHasALengthOfTwoBytes() {
        byte[] request = HealthMessages.request("x".repeat(300));
        assertThat(Arrays.copyOf(request, 3)).asHexString().isEqualTo("0AAC02");
        assertThat(new String(request, 3, request.length - 3, StandardCharsets.UTF_8))
                .isEqualTo("x".repeat(300));
    }

    @ParameterizedTest
    @CsvSource({
        "'', UNKNOWN",
        "0800, UNKNOWN",
        "0801, SERVING",
        "0802, NOT_SERVING",
        "0803, SERVICE_UNKNOWN",
        "0804, UNDEFINED",
        "08FFFFFFFFFFFFFFFFFF01, UNDEFINED",
        "088100, SERVING",
        "08010802, NOT_SERVING",
        "1005 0801, SERVING",
        "11 0102030405060708 0801, SERVING",
        "12 02 0802 0801, SERVING",
        "15 01020304 0801, SERVING",
    })
    void theReplysField1IsTheStatusAndOtherFieldsAreSkipped(String hex, ServingStatus status) {
        assertThat(reply(hex.replace(" ", ""))).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08",
                "0880",
                "12",
                "1205",
                "120501",
                "1101",
                "1501",
                "0B",
                "0E",
                "08FFFFFFFFFFFFFFFFFFFF01",
                "12FFFFFFFF0F"
            })
    void bytesThatAreNoMessageAreRefused(String hex) {
        assertThatThrownBy(() -> reply(hex)).isInstanceOf(IllegalArgumentException.class);
    }
}
