/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.protocol.health.HealthRequestDecoder.Request;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HealthRequestDecoderTest {
    private final HealthRequestDecoder decoder = new HealthRequestDecoder();

    /** Bytes that come at once, each as one character, and what they ask for. */
    record Row(String latin1, Request request) {
        byte[] bytes() {
            return latin1.getBytes(ISO_8859_1);
        }

        static Stream<Row> all() {
            return Stream.of(
                    row("ping", Request.PING),
                    row("ping\n", Request.PING),
                    row("ping\r\n", Request.PING),
                    row("  ping\t ", Request.PING),
                    row("\u000bping\f", Request.PING),
                    row("\u00a0ping\u2003\u0085", Request.PING),
                    row("\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000ping", Request.PING),
                    row(" ".repeat(4092) + "ping", Request.PING),
                    row("ping" + " ".repeat(4092), Request.PING),
                    // Nobody looks behind the first 4096 bytes.
                    row("ping" + " ".repeat(4092) + "x", Request.PING),
                    row("status\n", Request.STATUS),
                    row("status", Request.STATUS),
                    row("\u00a0 status\r\n\u2003", Request.STATUS),
                    row(" ".repeat(4090) + "status", Request.STATUS),
                    row("", Request.INCOMPLETE),
                    row("\n", Request.INCOMPLETE),
                    row("p", Request.INCOMPLETE),
                    row(" pin", Request.INCOMPLETE),
                    row("s", Request.INCOMPLETE),
                    row("\nstatu", Request.INCOMPLETE),
                    row(" ".repeat(4095), Request.INCOMPLETE),
                    // Start of a wide blank.
                    new Row("\u00e2\u0080", Request.INCOMPLETE),
                    // Ping and the start of a wide blank.
                    new Row("ping\u00e2\u0080", Request.INCOMPLETE),
                    row(" ".repeat(4096), Request.UNKNOWN),
                    row(" ".repeat(4093) + "ping", Request.UNKNOWN),
                    row("PING", Request.UNKNOWN),
                    row("ping\0", Request.UNKNOWN),
                    row("ping\nping\n", Request.UNKNOWN),
                    row("pi ng", Request.UNKNOWN),
                    row("pong", Request.UNKNOWN),
                    row("pings", Request.UNKNOWN),
                    row("STATUS", Request.UNKNOWN),
                    row("stat us", Request.UNKNOWN),
                    row("status\nping\n", Request.UNKNOWN),
                    row("ping status", Request.UNKNOWN),
                    row("statuspage", Request.UNKNOWN),
                    row("spam", Request.UNKNOWN),
                    row(" ".repeat(4091) + "status", Request.UNKNOWN),
                    row("x".repeat(5000), Request.UNKNOWN),
                    // Characters that Java's own trimming takes for blanks, or that merely look like one.
                    row("\u001cping", Request.UNKNOWN),
                    row("\0ping", Request.UNKNOWN),
                    row("\u200bping", Request.UNKNOWN),
                    row("\u180eping", Request.UNKNOWN),
                    row("\ufeffping", Request.UNKNOWN),
                    // 0xFF ping.
                    new Row("\u00ffping", Request.UNKNOWN),
                    // Overlong blank.
                    new Row("\u00c0\u00a0ping", Request.UNKNOWN),
                    // Blank in Latin-1.
                    new Row("\u00a0ping", Request.UNKNOWN),
                    // Wide blank cut short.
                    new Row("\u00e2\u0080ping", Request.UNKNOWN),
                    // Wide blank in the word.
                    new Row("pi\u00e2\u0080\u0083ng", Request.UNKNOWN));
        }

        private static Row row(String text, Request request) {
            return new Row(new String(text.getBytes(UTF_8), ISO_8859_1), request);
        }
    }

    @ParameterizedTest
    @MethodSource("io.hcbridge.protocol.health.HealthRequestDecoderTest$Row#all")
    void asksForWhatGoWouldMakeOfTheWhole(Row row) {
        assertThat(decoder.feed(ByteBuffer.wrap(row.bytes()))).isEqualTo(row.request());
    }

    @ParameterizedTest
    @MethodSource("io.hcbridge.protocol.health.HealthRequestDecoderTest$Row#all")
    void takesAllBytes(Row row) {
        ByteBuffer bytes = ByteBuffer.wrap(row.bytes());
        decoder.feed(bytes);

        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(decoder.isEmpty()).isEqualTo(row.bytes().length == 0);
    }

    @ParameterizedTest
    @MethodSource("io.hcbridge.protocol.health.HealthRequestDecoderTest$Row#all")
    void endsWithTheSameWhenBytesComeOneByOne(Row row) {
        Request last = Request.INCOMPLETE;
        for (byte b : row.bytes()) {
            last = decoder.feed(ByteBuffer.wrap(new byte[] {b}));
        }

        assertThat(last).isEqualTo(row.request());
    }

    @Test
    void whatCanNoLongerBecomeAVerbStaysUnknown() {
        decoder.feed(UTF_8.encode("x"));

        assertThat(decoder.feed(UTF_8.encode("ping"))).isEqualTo(Request.UNKNOWN);
    }
}
