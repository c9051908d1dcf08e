/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.protocol.ProtocolException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class CommandMessageTest {
    private static final String REQUEST_END =
            ",\"response\":{\"status\":\"\",\"error\":\"\",\"payload\":\"\"},\"respond\":true,\"close\":true}";

    /** Frames that the Go package sent, header included. */
    static Stream<String> goFrames() {
        return Stream.of(
                "\0\0\0}:{\"cmd\":\"get\",\"args\":{\"a\":7,\"b\":\"text\",\"c\":null}" + REQUEST_END,
                "\0\0\0f:{\"cmd\":\"list\",\"args\":{},\"response\":{\"status\":\"\",\"error\":\"\",\"payload\":\"\"},"
                        + "\"respond\":true,\"close\":false}",
                "\0\0\0f:{\"cmd\":\"note\",\"args\":{},\"response\":{\"status\":\"\",\"error\":\"\",\"payload\":\"\"},"
                        + "\"respond\":false,\"close\":true}",
                "\0\0\0~:{\"cmd\":\"fail\",\"args\":{\"error\":\"boom\"},\"response\":{\"status\":\"failure\","
                        + "\"error\":\"boom\",\"payload\":\"\"},\"respond\":true,\"close\":true}",
                "\0\0\0s:{\"cmd\":\"list\",\"args\":{},\"response\":{\"status\":\"success\",\"error\":\"\","
                        + "\"payload\":\"list{}\"},\"respond\":true,\"close\":false}",
                "\0\0\0\u009d:{\"cmd\":\"n\",\"args\":{\"a\":-1.5,\"b\":1e+21,\"c\":1e-7,\"d\":true,\"e\":false,"
                        + "\"f\":\"\\\"\\\\\\n\"}" + REQUEST_END);
    }

    @ParameterizedTest
    @MethodSource("goFrames")
    void parsedGoFrameIsRenderedWithTheSameBytes(String frame) throws Exception {
        CommandMessage message = CommandMessage.parse(frame.substring(5).getBytes(UTF_8));

        assertThat(latin1(message.frame())).isEqualTo(frame);
    }

    @Test
    void requestHasTheBytesOfAGoClientsRequest() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("n", 7);
        arguments.put("text", "\u00e9 \ud83d\ude00");
        arguments.put("on", true);

        byte[] frame = CommandMessage.request("set", arguments).frame();

        String json = "{\"cmd\":\"set\",\"args\":{\"n\":7,\"text\":\"\u00e9 \ud83d\ude00\",\"on\":true}" + REQUEST_END;
        assertThat(new String(frame, 5, frame.length - 5, UTF_8)).isEqualTo(json);
        assertThat(frame).startsWith(0, 0, 0, json.getBytes(UTF_8).length, ':');
    }

    @Test
    void replyIsTheRequestWithItsResponseFilledIn() throws Exception {
        CommandMessage request = parse("{\"cmd\":\"get\",\"args\":{\"n\":1.50},\"respond\":true}");

        assertThat(latin1(request.reply(CommandResponse.success("p")).frame()).substring(5))
                .isEqualTo(
                        "{\"cmd\":\"get\",\"args\":{\"n\":1.50},\"response\":"
                                + "{\"status\":\"success\",\"error\":\"\",\"payload\":\"p\"},\"respond\":true,\"close\":false}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{}",
                "{\"cmd\":null,\"args\":null,\"response\":null,\"respond\":null,\"close\":null}",
                "{\"cmd\":\"\",\"args\":{},\"response\":{},\"respond\":false,\"close\":false}",
                "{\"response\":{\"status\":null,\"error\":null,\"payload\":null,\"more\":[{}]}}",
                "{\"more\":{\"cmd\":[\"x\",{\"cmd\":\"y\"}]},\"cmd\":\"\"}",
                " {\"cmd\":\"first, the last counts\",\"cmd\":\"\"}\n",
            })
    void nullAbsentAndUnknownFieldsAreAccepted(String json) throws Exception {
        assertThat(parse(json)).isEqualTo(new CommandMessage("", Map.of(), CommandResponse.NONE, false, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            nullValues = "none",
            value = {
                "[]|a message must be a JSON object, not an array",
                "null|a message must be a JSON object, not null",
                "7|a message must be a JSON object, not a number",
                "{\"cmd\":7}|cmd must be text, not a number",
                "{\"args\":[]}|args must be an object, not an array",
                "{\"args\":\"a\"}|args must be an object, not text",
                "{\"response\":true}|response must be an object, not true or false",
                "{\"response\":{\"payload\":{}}}|payload must be text, not an object",
                "{\"respond\":\"true\"}|respond must be true or false, not text",
                "{\"close\":1}|close must be true or false, not a number",
                "{\"args\":{\"a\":{\"b\":1}}}|argument 'a' must be text, a number, true or false, not an object",
                "{\"args\":{\"a\":[1]}}|argument 'a' must be text, a number, true or false, not an array",
                "{}{}|a message must be a single JSON object, but more text follows it",
            })
    void fieldOfWrongTypeIsRejectedWithItsName(String json, String problem) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> parse(json))
                .withMessage(problem);
    }

    static Stream<String> malformed() {
        return Stream.of(
                "",
                " ",
                "{",
                "{\"cmd\":\"x\"",
                "{\"cmd\":\"x",
                "{cmd:1}",
                "{'cmd':1}",
                "{\"args\":{\"a\":01}}",
                "{\"args\":{\"a\":NaN}}",
                "{\"args\":{\"a\":1" + "0".repeat(5000) + "}}",
                "{\"a\":" + "[".repeat(100_000),
                "\ufeff{}",
                "{}x",
                "{\"a\":\"\n\"}");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedJsonIsRejected(String json) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> parse(json).arguments().size())
                .withMessageMatching("malformed JSON at character [0-9]+|a message must be a JSON object, not nothing");
    }

    @Test
    void specialCharactersAreEscaped() throws Exception {
        String text = "\0\u0007\u001b\"\\/\n\u2028<&>\ufffd\ud83d\ude00";

        CommandMessage read = roundTrip(new CommandMessage(
                text, Map.of(text, CommandArgument.of(text)), new CommandResponse(text, text, text), true, true));

        assertThat(read.command()).isEqualTo(text);
        assertThat(read.arguments()).containsExactly(Map.entry(text, CommandArgument.of(text)));
        assertThat(read.response()).isEqualTo(new CommandResponse(text, text, text));
    }

    @Test
    void loneSurrogateIsReplacedByAQuestionMark() throws Exception {
        CommandMessage message = parse("{\"cmd\":\"a\\ud800b\"}");

        assertThat(roundTrip(message).command()).isEqualTo("a?b");
    }

    @Test
    void invalidUtf8IsReplaced() throws Exception {
        byte[] json = "{\"cmd\":\"a_b\"}".getBytes(UTF_8);
        json[9] = (byte) 0xFF;

        assertThat(CommandMessage.parse(json).command()).isEqualTo("a\ufffdb");
    }

    @Test
    void argumentOfAnotherTypeIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandMessage.request("x", Map.of("list", List.of(1))))
                .withMessageContaining("argument 'list'")
                .withMessageContaining("must be text, a number, true or false");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandMessage.request("x", Map.of("n", Double.NaN)))
                .withMessageStartingWith("argument 'n': NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> new CommandArgument("1,\"b\":2", false));
    }

    private static CommandMessage roundTrip(CommandMessage message) throws ProtocolException {
        byte[] frame = message.frame();
        return CommandMessage.parse(Arrays.copyOfRange(frame, 5, frame.length));
    }

    private static CommandMessage parse(String json) throws ProtocolException {
        return CommandMessage.parse(json.getBytes(UTF_8));
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
