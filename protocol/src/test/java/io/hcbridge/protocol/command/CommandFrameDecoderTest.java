/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hcbridge.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandFrameDecoderTest {
    private final CommandFrameDecoder decoder = new CommandFrameDecoder();

    @ParameterizedTest
    @MethodSource("io.hcbridge.protocol.command.CommandMessageTest#goFrames")
    void goFrameIsDecodedInOneChunkAndInSingleBytes(String frame) throws Exception {
        byte[] bytes = frame.getBytes(ISO_8859_1);
        CommandMessage expected = CommandMessage.parse(frame.substring(5).getBytes(ISO_8859_1));

        assertThat(decoder.feed(ByteBuffer.wrap(bytes))).contains(expected);
        assertThat(decoder.isEmpty()).isTrue();
        for (int i = 0; i < bytes.length - 1; i++) {
            assertThat(decoder.feed(ByteBuffer.wrap(bytes, i, 1))).isEmpty();
            assertThat(decoder.isEmpty()).isFalse();
        }
        assertThat(decoder.feed(ByteBuffer.wrap(bytes, bytes.length - 1, 1))).contains(expected);
        assertThat(decoder.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 100, 1000})
    void consecutiveMessagesAreDecodedOneByOne(int chunk) throws Exception {
        ByteBuffer three = ByteBuffer.allocate(1000);
        for (String command : List.of("a", "bb", "ccc")) {
            three.put(CommandMessage.request(command, Map.of("n", 1)).frame());
        }
        three.flip();
        List<String> found = new ArrayList<>();
        while (three.hasRemaining()) {
            ByteBuffer bytes = three.slice(three.position(), Math.min(chunk, three.remaining()));
            decoder.feed(bytes).ifPresent(message -> found.add(message.command()));
            three.position(three.position() + bytes.position());
        }
        assertThat(found).containsExactly("a", "bb", "ccc");
    }

    @Test
    void messageOfTheLargestSizeIsAccepted() throws Exception {
        int overhead = CommandMessage.request("", Map.of()).frame().length - 5;
        String command = "x".repeat(CommandMessage.MAX_BYTES - overhead);
        byte[] frame = CommandMessage.request(command, Map.of()).frame();

        assertThat(frame).hasSize(CommandMessage.MAX_BYTES + 5);
        assertThat(decoder.feed(ByteBuffer.wrap(frame)))
                .map(CommandMessage::command)
                .contains(command);
    }

    @ParameterizedTest
    @ValueSource(ints = {CommandMessage.MAX_BYTES + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void tooLargeMessageIsRejectedAfterItsLengthBytes(int length) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(
                        () -> decoder.feed(ByteBuffer.allocate(4).putInt(length).flip()))
                .withMessage("message length: " + Integer.toUnsignedString(length) + " bytes must be at most 1048576");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0\0\0\2{}", "\0\0\0\2;{}", "\0\0\0\0\0", "\0\0\1{\"c"})
    void headerWithoutColonIsRejected(String frame) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decoder.feed(ByteBuffer.wrap(frame.getBytes(ISO_8859_1))))
                .withMessage("a colon must follow the message length");
    }

    @Test
    void emptyMessageIsRejected() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decoder.feed(ByteBuffer.wrap("\0\0\0\0:".getBytes(ISO_8859_1))))
                .withMessage("a message must be a JSON object, not nothing");
    }
}
