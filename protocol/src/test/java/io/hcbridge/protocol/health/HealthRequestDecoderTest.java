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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class HealthRequestDecoderTest {
    private final HealthRequestDecoder decoder = new HealthRequestDecoder();

    /** Bytes that arrive in one chunk, each as one Latin-1 character, and the expected request. */
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
                    // Only the first 4096 bytes count.
                    row("ping" + " ".repeat(4092) + "x", Request.PING),
                    row("status\n", Request.STATUS),
                    row("status", Request.STATUS),
                    row("\u00a0 status\r\n\u2003", Request.STATUS),
                    row(" ".repeat(4090) + "status", Request.STATUS),
                    row("status 5000\n", Request.STATUS),
                    row("\u00a0\n status   0 \r\n", Request.STATUS),
                    row("status 3600000\t", Request.STATUS),
                    row(" ".repeat(4087) + "status 5\nx", Request.STATUS),
                    row("live\n", Request.KIND),
                    row("ready", Request.KIND),
                    row(" \u00a0started\r\n", Request.KIND),
                    row("liv", Request.INCOMPLETE),
                    row("r", Request.INCOMPLETE),
                    row("star", Request.INCOMPLETE),
                    row("LIVE", Request.UNKNOWN),
                    row("livery", Request.UNKNOWN),
                    row("ready steady", Request.UNKNOWN),
                    row("live\nping\n", Request.UNKNOWN),
                    row("status 5000", Request.INCOMPLETE),
                    row("status 0", Request.INCOMPLETE),
                    row("", Request.INCOMPLETE),
                    row("\n", Request.INCOMPLETE),
                    row("p", Request.INCOMPLETE),
                    row(" pin", Request.INCOMPLETE),
                    row("s", Request.INCOMPLETE),
                    row("\nstatu", Request.INCOMPLETE),
                    row(" ".repeat(4095), Request.INCOMPLETE),
                    // Incomplete multi-byte space.
                    new Row("\u00e2\u0080", Request.INCOMPLETE),
                    // "ping" and an incomplete multi-byte space.
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
                    row("status 3600001", Request.UNKNOWN),
                    row("status 99999999999999999999\n", Request.UNKNOWN),
                    row("status 05\n", Request.UNKNOWN),
                    row("status -1\n", Request.UNKNOWN),
                    row("status +1\n", Request.UNKNOWN),
                    row("status 5ms\n", Request.UNKNOWN),
                    row("status 5 6\n", Request.UNKNOWN),
                    row("status 5\nstatus\n", Request.UNKNOWN),
                    row("status\t5\n", Request.UNKNOWN),
                    row("status\n5\n", Request.UNKNOWN),
                    row("status5\n", Request.UNKNOWN),
                    row("STATUS 5\n", Request.UNKNOWN),
                    row("ping 5\n", Request.UNKNOWN),
                    row(" ".repeat(4088) + "status 5\n", Request.UNKNOWN),
                    row(" ".repeat(4091) + "status", Request.UNKNOWN),
                    row("x".repeat(5000), Request.UNKNOWN),
                    // Characters that Java's trim() or strip() removes, or that only look like a space.
                    row("\u001cping", Request.UNKNOWN),
                    row("\0ping", Request.UNKNOWN),
                    row("\u200bping", Request.UNKNOWN),
                    row("\u180eping", Request.UNKNOWN),
                    row("\ufeffping", Request.UNKNOWN),
                    // Byte 0xFF before the word.
                    new Row("\u00ffping", Request.UNKNOWN),
                    // Overlong encoding of a space.
                    new Row("\u00c0\u00a0ping", Request.UNKNOWN),
                    // No-break space in Latin-1.
                    new Row("\u00a0ping", Request.UNKNOWN),
                    // Multi-byte space without its last byte.
                    new Row("\u00e2\u0080ping", Request.UNKNOWN),
                    // Multi-byte space inside the word.
                    new Row("pi\u00e2\u0080\u0083ng", Request.UNKNOWN));
        }

        private static Row row(String text, Request request) {
            return new Row(new String(text.getBytes(UTF_8), ISO_8859_1), request);
        }
    }

    @ParameterizedTest
    @MethodSource("io.hcbridge.protocol.health.HealthRequestDecoderTest$Row#all")
    void requestIsDecodedByTheGoModulesRules(Row row) {
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
    void singleBytesGiveTheSameRequest(Row row) {
        Request last = Request.INCOMPLETE;
        for (byte b : row.bytes()) {
            last = decoder.feed(ByteBuffer.wrap(new byte[] {b}));
        }

        assertThat(last).isEqualTo(row.request());
    }

    @ParameterizedTest
    @CsvSource({
        "'status 0\n', 0",
        "'status 1\n', 1",
        "'status 5000\n', 5000",
        "' \tstatus   3600000 \r\n\n', 3600000",
        "'status\n', -1",
        "'status 5000', -1",
        "'status 3600001\n', -1",
        "'status 5 6\n', -1",
        "ping, -1",
    })
    void onlyStatusCanHaveANumber(String request, int millis) {
        decoder.feed(UTF_8.encode(request));

        assertThat(decoder.pollGapMillis().orElse(-1)).isEqualTo(millis);
    }

    @Test
    void unknownRequestStaysUnknown() {
        decoder.feed(UTF_8.encode("x"));

        assertThat(decoder.feed(UTF_8.encode("ping"))).isEqualTo(Request.UNKNOWN);
    }
}
