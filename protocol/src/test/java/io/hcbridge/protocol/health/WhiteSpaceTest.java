/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class WhiteSpaceTest {
    private static final Pattern UNICODE = Pattern.compile("\\p{IsWhite_Space}");

    @Test
    void matchesUnicodesWhiteSpaceProperty() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (!isSurrogate(c)) {
                assertThat(WhiteSpace.is(c))
                        .as("U+%04X", c)
                        .isEqualTo(UNICODE.matcher(Character.toString(c)).matches());
            }
        }
    }

    @Test
    void byteMatcherAndTextMatcherAgree() {
        for (int c = 1; c < Character.MIN_SUPPLEMENTARY_CODE_POINT; c++) {
            if (!isSurrogate(c)) {
                WordMatcher matcher = new WordMatcher(HealthProtocol.PING);
                ByteBuffer bytes = UTF_8.encode(Character.toString(c) + "ping");
                while (bytes.hasRemaining()) {
                    matcher.feed(bytes.get());
                }
                assertThat(matcher.isMatch()).as("U+%04X", c).isEqualTo(WhiteSpace.is(c));
            }
        }
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
