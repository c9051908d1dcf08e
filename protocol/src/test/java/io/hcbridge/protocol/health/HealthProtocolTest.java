/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({"0, 'status 0\n'", "5000, 'status 5000\n'", "3600000, 'status 3600000\n'"})
    void statusRequestCanStateThePollGap(int millis, String request) {
        assertThat(HealthProtocol.status(millis)).asString(UTF_8).isEqualTo(request);

        HealthRequestDecoder server = new HealthRequestDecoder();
        server.feed(UTF_8.encode(request));
        assertThat(server.pollGapMillis()).hasValue(millis);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3_600_001, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void pollGapOutOfRangeIsRejected(int millis) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HealthProtocol.status(millis))
                .withMessage("poll gap: " + millis + " ms must be 0 to 3600000 ms");
        assertThatIllegalArgumentException().isThrownBy(() -> HealthQuery.status(millis));
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
