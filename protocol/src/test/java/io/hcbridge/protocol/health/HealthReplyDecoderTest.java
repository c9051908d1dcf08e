/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HealthReplyDecoderTest {
    private final HealthReplyDecoder decoder = new HealthReplyDecoder();

    @ParameterizedTest
    @ValueSource(strings = {"healthy", "healthy\n", " healthy\r\n", "\u2003healthy\u0085"})
    void healthyIsCompleteBeforeTheEndOfTheStream(String reply) {
        assertThat(decoder.feed(UTF_8.encode(reply))).isTrue();
        assertThat(decoder.isHealthy()).isTrue();
        assertThat(decoder.text()).isEqualTo("healthy");
    }

    @ParameterizedTest
    @CsvSource({"HEALTHY,HEALTHY", "heal thy,heal thy", "healthy!,healthy!", "' db down\u00a0',db down", "' ',''"})
    void otherTextIsIncompleteUntilTheEndOfTheStreamAndTrimmed(String reply, String text) {
        assertThat(decoder.feed(UTF_8.encode(reply))).isFalse();
        assertThat(decoder.isHealthy()).isFalse();
        assertThat(decoder.text()).isEqualTo(text);
    }

    @Test
    void noBytesAreNotHealthy() {
        assertThat(decoder.isHealthy()).isFalse();
        assertThat(decoder.text()).isEmpty();
    }

    @Test
    void replyInSingleBytesIsDecoded() {
        for (byte b : "caf\u00e9 \u20ac".getBytes(UTF_8)) {
            assertThat(decoder.feed(ByteBuffer.wrap(new byte[] {b}))).isFalse();
        }

        assertThat(decoder.text()).isEqualTo("caf\u00e9 \u20ac");
    }

    @Test
    void healthyFollowedByMoreTextIsNotHealthy() {
        decoder.feed(UTF_8.encode("healthy"));
        decoder.feed(UTF_8.encode(" again"));

        assertThat(decoder.isHealthy()).isFalse();
        assertThat(decoder.text()).isEqualTo("healthy again");
    }

    @Test
    void onlyTheFirst4096BytesCount() {
        ByteBuffer bytes = ByteBuffer.wrap("12345678".repeat(1024).getBytes(UTF_8));

        assertThat(decoder.feed(bytes)).isTrue();
        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(decoder.text()).isEqualTo("12345678".repeat(512));
    }

    @Test
    void bytesAfterTheLimitAreIgnored() {
        for (int i = 0; i < 100; i++) {
            decoder.feed(ByteBuffer.wrap("x".repeat(1000).getBytes(UTF_8)));
        }

        assertThat(decoder.text()).hasSize(4096);
    }

    @Test
    void invalidUtf8BecomesTheReplacementCharacter() {
        decoder.feed(ByteBuffer.wrap(new byte[] {'a', (byte) 0xff, 'b'}));

        assertThat(decoder.text()).isEqualTo("a\ufffdb");
    }
}
