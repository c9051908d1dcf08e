/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkKindTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "HTTP | http | http: {url: 'http://127.0.1.255:8080/health', expect-body: '\"status\":\"UP\"'}",
                "TCP  | tcp  | tcp: {address: '127.0.1.255:8080', send: \"PING\\r\\n\", expect: '+PONG'}"
            })
    void eachTargetHasItsOwnAddress(NetworkKind kind, String word, String settings) {
        assertThat(kind.word()).isEqualTo(word);
        assertThat(kind.settings(255, 8080)).isEqualTo(settings);
    }
}
