/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HealthProtocolTest {
    @Test
    void textsEqualThoseOfTheGoModule() {
        assertThat(HealthProtocol.ping()).asString(UTF_8).isEqualTo("ping");
        assertThat(HealthProtocol.healthy()).asString(UTF_8).isEqualTo("healthy");
        assertThat(HealthProtocol.usage()).asString(UTF_8).isEqualTo("send 'ping' to trigger healthcheck");
    }

    @Test
    void statusRequestEndsWithLineFeed() {
        assertThat(HealthProtocol.status()).asString(UTF_8).isEqualTo("status\n");
    }

    @Test
    void returnedArraysAreCopies() {
        HealthProtocol.ping()[0] = 'x';

        assertThat(HealthProtocol.ping()).asString(UTF_8).isEqualTo("ping");
    }

    @Test
    void textIsSentTrimmed() {
        assertThat(HealthProtocol.unhealthy(" db down\n")).asString(UTF_8).isEqualTo("db down");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \t", "\u00a0\u2003", "healthy", " healthy\n", "\u0085healthy"})
    void blankTextAndHealthyAreReplaced(String text) {
        HealthReplyDecoder client = new HealthReplyDecoder();
        client.feed(ByteBuffer.wrap(HealthProtocol.unhealthy(text)));

        assertThat(client.isHealthy()).isFalse();
        assertThat(client.text()).startsWith("check failed with");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u00e4", "\u20ac", "\ud83d\ude00"})
    void longTextIsCutBetweenCharacters(String character) {
        byte[] reply = HealthProtocol.unhealthy(character.repeat(5000));

        assertThat(reply.length).isBetween(4093, 4096);
        assertThat(new String(reply, UTF_8)).matches("(" + character + ")+");
    }

    @Test
    void textOf4096BytesIsNotCut() {
        assertThat(HealthProtocol.unhealthy("x".repeat(4096))).hasSize(4096);
    }

    @Test
    void loneSurrogateIsSentAsAQuestionMark() {
        assertThat(HealthProtocol.unhealthy("a\ud83d")).asString(UTF_8).isEqualTo("a?");
    }
}
