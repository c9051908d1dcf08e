/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LineDecoderTest {
    private static final String LONGEST = "x".repeat(LineDecoder.MAX_BYTES);

    static Arguments[] firstLines() {
        return new Arguments[] {
            Arguments.of("orders\n", "orders"),
            Arguments.of("orders\r\n", "orders"),
            Arguments.of("\n", ""),
            Arguments.of("\r\n", ""),
            Arguments.of(" orders \t\n", " orders \t"),
            Arguments.of("a\rb\n", "a\rb"),
            Arguments.of("a\r\r\n", "a\r"),
            Arguments.of("a\0b\n", "a\0b"),
            Arguments.of(LONGEST + "\n", LONGEST),
            Arguments.of(LONGEST + "\r\n", LONGEST),
        };
    }

    @ParameterizedTest
    @MethodSource("firstLines")
    void lineInOneChunkIsDecoded(String bytes, String line) throws ProtocolException {
        LineDecoder decoder = new LineDecoder();

        assertThat(decoder.feed(ascii(bytes))).contains(line);
    }

    @ParameterizedTest
    @MethodSource("firstLines")
    void lineInSingleBytesIsDecoded(String bytes, String line) throws ProtocolException {
        LineDecoder decoder = new LineDecoder();

        assertThat(feedByteByByte(decoder, bytes.substring(0, bytes.length() - 1)))
                .isEmpty();
        assertThat(decoder.feed(ascii("\n"))).contains(line);
    }

    static String[] tooLong() {
        return new String[] {LONGEST + "x", LONGEST + "\rx", LONGEST + "\r\r\n", LONGEST.repeat(20) + "\n"};
    }

    @ParameterizedTest
    @MethodSource("tooLong")
    void tooLongLineInOneChunkIsRejected(String bytes) {
        assertThatThrownBy(() -> new LineDecoder().feed(ascii(bytes)))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("line is longer than 1024 bytes");
    }

    @ParameterizedTest
    @MethodSource("tooLong")
    void tooLongLineInSingleBytesIsRejected(String bytes) {
        assertThatThrownBy(() -> feedByteByByte(new LineDecoder(), bytes))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("line is longer than 1024 bytes");
    }

    @Test
    void bytesAfterTheLineRemainInTheBuffer() throws ProtocolException {
        ByteBuffer bytes = ascii("orders\npayments\n");

        assertThat(new LineDecoder().feed(bytes)).contains("orders");
        assertThat(bytes.remaining()).isEqualTo("payments\n".length());
    }

    @Test
    void incompleteLineIsAvailableAsText() throws ProtocolException {
        LineDecoder decoder = new LineDecoder();
        assertThat(decoder.isEmpty()).isTrue();
        assertThat(decoder.text()).isEmpty();

        assertThat(decoder.feed(ascii("orders\r"))).isEmpty();

        assertThat(decoder.isEmpty()).isFalse();
        assertThat(decoder.text()).isEqualTo("orders");
    }

    @Test
    void byteOutsideAsciiBecomesTheReplacementCharacter() throws ProtocolException {
        Optional<String> line = new LineDecoder().feed(ByteBuffer.wrap(new byte[] {'a', (byte) 0xff, '\n'}));

        assertThat(line).contains("a\ufffd");
    }

    /** Returns the first line and ignores the bytes after it. */
    private static Optional<String> feedByteByByte(LineDecoder decoder, String bytes) throws ProtocolException {
        Optional<String> line = Optional.empty();
        for (int i = 0; i < bytes.length() && line.isEmpty(); i++) {
            line = decoder.feed(ascii(bytes.substring(i, i + 1)));
        }
        return line;
    }

    private static ByteBuffer ascii(String text) {
        return StandardCharsets.US_ASCII.encode(text);
    }
}
