/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hcbridge.protocol.ProtocolException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Packets of groups, compared with recorded packets of Go's encoder. */
final class GroupPacketTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final long SEED = 13;

    /** A recorded packet. {@code isFirst} is whether its type has Go's first number, which this project uses, too. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by fields only.
    record GoPacket(boolean isFirst, String name, byte[] bytes) {
        static Stream<GoPacket> all() throws IOException {
            String file = "go-packets.txt";
            try (InputStream in = Objects.requireNonNull(GroupPacketTest.class.getResourceAsStream(file), file)) {
                return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.split(" "))
                        .map(words -> new GoPacket(words[0].equals("first"), words[1], HEX.parseHex(words[2])));
            }
        }

        GroupPacket meaning() {
            return switch (name) {
                case "handshake" -> new GroupPacket.Handshake("node-1");
                case "handshake-empty" -> new GroupPacket.Handshake("");
                case "ack" -> new GroupPacket.Ack(true, "ok");
                case "ack-ours" -> new GroupPacket.Ack(true, GroupPacket.SIGNATURE);
                case "ack-refused" -> new GroupPacket.Ack(false, "no");
                case "ack-empty" -> new GroupPacket.Ack(false, "");
                case "request" -> request("hello");
                case "request-empty" -> request("");
                case "request-300" -> request("x".repeat(300));
                case "response" -> new GroupPacket.Response("", utf8("fine"));
                case "response-error" -> new GroupPacket.Response("no stock", utf8(""));
                case "response-both" -> new GroupPacket.Response("no stock", utf8("part"));
                case "response-empty" -> new GroupPacket.Response("", utf8(""));
                default -> throw new IllegalStateException(name);
            };
        }

        @Override
        public String toString() {
            return (isFirst ? "first " : "later ") + name;
        }
    }

    static Stream<GoPacket> goPackets() throws IOException {
        return GoPacket.all();
    }

    @ParameterizedTest
    @MethodSource("goPackets")
    void packetsOfGoAreUnderstood(GoPacket packet) throws Exception {
        assertSame(decode(packet.bytes()).orElseThrow(), packet.meaning());
    }

    @ParameterizedTest
    @MethodSource("goPackets")
    void packetsHaveTheBytesOfGo(GoPacket packet) {
        if (packet.isFirst()) {
            assertThat(HEX.formatHex(packet.meaning().frame())).isEqualTo(HEX.formatHex(packet.bytes()));
        } else {
            assertThat(packet.meaning().frame().length).isBetween(packet.bytes().length - 1, packet.bytes().length);
        }
    }

    @Test
    void packetIsDecodedFromChunksOfAnySize() throws Exception {
        for (GoPacket packet : GoPacket.all().toList()) {
            for (int size = 1; size < packet.bytes().length; size += 7) {
                GroupFrameDecoder decoder = new GroupFrameDecoder();
                Optional<GroupPacket> found = Optional.empty();
                for (int i = 0; i < packet.bytes().length; i += size) {
                    assertThat(found).isEmpty();
                    int end = Math.min(i + size, packet.bytes().length);
                    found = decoder.feed(ByteBuffer.wrap(Arrays.copyOfRange(packet.bytes(), i, end)));
                    assertThat(decoder.isEmpty()).isEqualTo(found.isPresent());
                }
                assertSame(found.orElseThrow(), packet.meaning());
            }
        }
    }

    @Test
    void idsAndRepetitionsAreKept() throws Exception {
        for (GroupPacket packet : List.<GroupPacket>of(
                new GroupPacket.Request(utf8("a"), "n/1", false),
                new GroupPacket.Request(utf8(""), "n/1", true),
                new GroupPacket.Ack(true, "\u00fc".repeat(200)),
                new GroupPacket.Response("e".repeat(100_000), utf8("x".repeat(900_000))))) {
            assertSame(decode(packet.frame()).orElseThrow(), packet);
        }
    }

    @Test
    void payloadOfTheLimitIsAccepted() throws Exception {
        GroupPacket packet = new GroupPacket.Request(new byte[GroupPacket.MAX_PAYLOAD_BYTES], "i".repeat(64), true);
        assertSame(decode(packet.frame()).orElseThrow(), packet);
    }

    @Test
    void bytesAfterAPacketBelongToTheNext() throws Exception {
        byte[] one = new GroupPacket.Handshake("a").frame();
        ByteBuffer both = ByteBuffer.allocate(2 * one.length).put(one).put(one).flip();
        GroupFrameDecoder decoder = new GroupFrameDecoder();
        assertThat(decoder.feed(both)).contains(new GroupPacket.Handshake("a"));
        assertThat(both.remaining()).isEqualTo(one.length);
        assertThat(decoder.feed(both)).contains(new GroupPacket.Handshake("a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ffffffff | packet length: 4294967295 bytes must be at most 4096",
                "01100000 | packet length: 4097 bytes must be at most 4096",
                "00000000 | packet: must have a type",
                "0100000005 | packet type: 5 must be 1 to 4",
                "01000000ff | packet type: -1 must be 1 to 4",
                "0100000001 | gob value: ends too early",
                "0300000001ff80 | gob length: 128 bytes must be at most 0, the rest of the packet",
                "0a00000001f87fffffffffffffff | gob length: 9223372036854775807 bytes must be at most 0, the rest of the packet",
                "0a00000001f8ffffffffffffffff | gob length: 18446744073709551615 bytes must be at most 0, the rest of the packet",
                "0300000001f700 | gob number: 9 bytes must be at most 8",
                "0300000001ff05 | gob number: must have the shortest form",
                "0400000001fe0005 | gob number: must have the shortest form",
                "0300000001017d | gob type: 63 must be at least 64",
            })
    void hostileBytesAreRefusedWithTheRule(String hex, String message) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decode(new GroupFrameDecoder(), HEX.parseHex(hex)))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // The type of a request in place of that of a handshake.
                "1a7f030101075265717565737401ff80000101010144010a000000 03ff8000 | gob type: the fields must be [GobField[name=Id, type=TEXT]]",
                // A field of the type int.
                "1d7f0301010948616e647368616b6501ff800001010102496401040000 03ff8000 | gob type: 2 must be 1, 5 or 6 (bool, bytes or text)",
                // A value of another type than the defined one.
                "1d7f0301010948616e647368616b6501ff8000010101024964010c000000 03ff8200 | gob type: 65 must be 64",
                // Field 2 of one.
                "1d7f0301010948616e647368616b6501ff8000010101024964010c000000 05ff80020100 | gob number: 2 must be at most 1",
                // The same field twice.
                "1d7f0301010948616e647368616b6501ff8000010101024964010c000000 09ff800101610101 6200 | gob field: 1 must be less than 1",
                // A byte after the value, and after the packet.
                "1d7f0301010948616e647368616b6501ff8000010101024964010c000000 04ff800000 | gob value: 1 bytes too many",
                "1d7f0301010948616e647368616b6501ff8000010101024964010c000000 03ff800000 | gob packet: 1 bytes too many",
                // A text longer than the rest.
                "1d7f0301010948616e647368616b6501ff8000010101024964010c000000 07ff8001fe0fff00 | gob length: 4095 bytes must be at most 1",
                // Nine fields.
                "107f0301010141 01ff8000010900000000 03ff8000 | gob number: 9 must be at most 8",
            })
    void valuesOfAnotherTypeAreRefused(String hex, String message) {
        byte[] value = HEX.parseHex(hex.replace(" ", ""));
        ByteBuffer packet = ByteBuffer.allocate(1 + value.length).put((byte) 1).put(value);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> GroupPacket.parse(packet.array()))
                .withMessageContaining(message);
    }

    @Test
    void changedPacketsOfGoNeverCauseAnotherException() throws Exception {
        Random random = new Random(SEED);
        List<GoPacket> packets = GoPacket.all().toList();
        for (int i = 0; i < 200_000; i++) {
            byte[] packet = packets.get(random.nextInt(packets.size())).bytes().clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
            }
            try {
                GroupPacket decoded = decode(packet).orElse(new GroupPacket.Handshake(""));
                assertSame(decode(decoded.frame()).orElseThrow(), decoded);
            } catch (ProtocolException e) {
                assertThat(e).hasMessageMatching("(gob|packet)[ :][ -~]*");
            }
        }
    }

    /** The frame contains all fields, and arrays of a million bytes are compared quickly. */
    private static void assertSame(GroupPacket found, GroupPacket expected) {
        assertThat(found).hasSameClassAs(expected);
        assertThat(found.frame()).isEqualTo(expected.frame());
    }

    private static Optional<GroupPacket> decode(byte[] bytes) throws ProtocolException {
        GroupFrameDecoder decoder = new GroupFrameDecoder();
        decoder.admitted();
        return decode(decoder, bytes);
    }

    private static Optional<GroupPacket> decode(GroupFrameDecoder decoder, byte[] bytes) throws ProtocolException {
        return decoder.feed(ByteBuffer.wrap(bytes));
    }

    private static GroupPacket request(String text) {
        return new GroupPacket.Request(utf8(text), "", false);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
