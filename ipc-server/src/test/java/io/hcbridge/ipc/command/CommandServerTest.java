/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hcbridge.protocol.command.CommandMessage;
import io.hcbridge.protocol.command.CommandResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server with clients that follow the protocol. */
@ParameterizedClass
@EnumSource(Sockets.class)
final class CommandServerTest {
    private final Sockets sockets;

    @TempDir
    private Path directory;

    private final BlockingQueue<String> noted = new LinkedBlockingQueue<>();
    private CommandServer server;

    CommandServerTest(Sockets sockets) {
        this.sockets = sockets;
    }

    @BeforeEach
    void start() throws Exception {
        server = CommandServer.builder()
                .path(directory.resolve("admin.sock"))
                .sockets(sockets.open())
                .handler("echo", call -> call.command() + " " + call.arguments())
                .handler("note", call -> {
                    noted.add(call.text("text").orElse("nothing"));
                    return "";
                })
                .handler("size", call -> "x".repeat((int) call.number("n").orElse(0)))
                .handler("fail", call -> {
                    throw new CommandException("no such target");
                })
                .handler("break", call -> {
                    throw new IllegalStateException(call.text("text").orElse(""));
                })
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void clientReceivesThePayload() throws Exception {
        assertThat(CommandClient.to(server.socket()).call("echo", Map.of("n", 5)))
                .isEqualTo("echo {n=5}");
    }

    @Test
    void replyHasTheBytesOfAGoServersReply() throws Exception {
        String request = "{\"cmd\":\"size\",\"args\":{\"n\":2},"
                + "\"response\":{\"status\":\"\",\"error\":\"\",\"payload\":\"\"},\"respond\":true,\"close\":true}";
        try (CommandPeer peer = CommandPeer.connect(server)) {
            String reply = peer.send(request).rest();

            assertThat(reply.getBytes(ISO_8859_1))
                    .isEqualTo(CommandPeer.frame("{\"cmd\":\"size\",\"args\":{\"n\":2},\"response\":{\"status\":"
                            + "\"success\",\"error\":\"\",\"payload\":\"xx\"},\"respond\":true,\"close\":true}"));
        }
    }

    @Test
    void requestInSingleBytesIsAccepted() throws Exception {
        try (CommandPeer peer = CommandPeer.connect(server)) {
            for (byte b : CommandPeer.frame("{\"cmd\":\"echo\",\"respond\":true}")) {
                peer.send(new byte[] {b});
            }
            assertThat(peer.response()).isEqualTo(CommandResponse.success("echo {}"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cmd\":\"echo\",\"args\":null,\"response\":null,\"respond\":true,\"close\":true}",
                "{\"cmd\":\"echo\",\"args\":{},\"response\":{},\"respond\":true,\"close\":true}",
                "{\"cmd\":\"echo\",\"respond\":true,\"close\":true}",
                "{\"cmd\":\"echo\",\"args\":{\"a\":null},\"respond\":true,\"close\":true,\"more\":[1]}",
            })
    void argumentsAndResponseMayBeNullEmptyOrAbsent(String request) throws Exception {
        try (CommandPeer peer = CommandPeer.connect(server)) {
            assertThat(peer.send(request).response()).isEqualTo(CommandResponse.success("echo {}"));
            assertThat(peer.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "7|7",
                "\"7\"|7",
                "-1.50|-1.50",
                "true|true",
                "\"a=b\"|a=b",
                "12345678901234567890|12345678901234567890"
            })
    void numbersAndTextAreGivenToTheHandlerAsText(String json, String text) throws Exception {
        try (CommandPeer peer = CommandPeer.connect(server)) {
            peer.send("{\"cmd\":\"echo\",\"args\":{\"a\":" + json + "},\"respond\":true}");

            assertThat(peer.response().payload()).isEqualTo("echo {a=" + text + "}");
        }
    }

    @Test
    void severalExchangesShareAConnectionWithoutClose() throws Exception {
        try (CommandPeer peer = CommandPeer.connect(server)) {
            for (int i = 0; i < 3; i++) {
                peer.send("{\"cmd\":\"echo\",\"args\":{\"i\":" + i + "},\"respond\":true,\"close\":false}");
                assertThat(peer.response().payload()).isEqualTo("echo {i=" + i + "}");
            }
            peer.send("{\"cmd\":\"echo\",\"respond\":true,\"close\":true}");
            assertThat(peer.response().payload()).isEqualTo("echo {}");
            assertThat(peer.rest()).isEmpty();
        }
    }

    @Test
    void pipelinedRequestsAreHandledInOrder() throws Exception {
        try (CommandPeer peer = CommandPeer.connect(server)) {
            byte[] requests = new byte[0];
            for (int i = 0; i < 100; i++) {
                byte[] next = CommandPeer.frame(
                        "{\"cmd\":\"echo\",\"args\":{\"i\":" + i + "},\"respond\":true,\"close\":" + (i == 99) + "}");
                byte[] all = Arrays.copyOf(requests, requests.length + next.length);
                System.arraycopy(next, 0, all, requests.length, next.length);
                requests = all;
            }
            peer.send(requests).endInput();
            for (int i = 0; i < 100; i++) {
                assertThat(peer.response().payload()).isEqualTo("echo {i=" + i + "}");
            }
            assertThat(peer.rest()).isEmpty();
        }
    }

    @Test
    void commandWithoutRespondHasNoReply() throws Exception {
        try (CommandPeer peer = CommandPeer.connect(server)) {
            peer.send("{\"cmd\":\"note\",\"args\":{\"text\":\"kept\"},\"respond\":false,\"close\":false}");
            peer.send("{\"cmd\":\"echo\",\"respond\":true,\"close\":false}");
            assertThat(peer.response().payload()).isEqualTo("echo {}");
            peer.send("{\"cmd\":\"note\",\"args\":{\"text\":\"closed\"},\"respond\":false,\"close\":true}");
            assertThat(peer.rest()).isEmpty();
        }
        assertThat(noted.take()).isEqualTo("kept");
        assertThat(noted.take()).isEqualTo("closed");
    }

    @Test
    void commandIsExecutedAlthoughItsClientDisconnects() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (CommandPeer peer = CommandPeer.connect(server)) {
                peer.send("{\"cmd\":\"note\",\"args\":{\"text\":" + i + "},\"respond\":" + (i % 2 == 0) + "}");
            }
            assertThat(noted.take()).isEqualTo(Integer.toString(i));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fail|no such target",
                "break|command 'break' failed: java.lang.IllegalStateException",
                "nix|unknown command 'nix'; known: break, echo, fail, note, size",
            })
    void failureIsSentAndTheConnectionStaysOpen(String command, String error) throws Exception {
        try (CommandPeer peer = CommandPeer.connect(server)) {
            peer.send("{\"cmd\":\"" + command + "\",\"respond\":true}");
            assertThat(peer.response()).isEqualTo(CommandResponse.failure(error));
            peer.send("{\"cmd\":\"echo\",\"respond\":true}");
            assertThat(peer.response().isSuccess()).isTrue();
        }
    }

    @Test
    void clientThrowsTheServersError() {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> CommandClient.to(server.socket()).call("fail", Map.of()))
                .withMessage("no such target");
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> CommandClient.to(server.socket()).call("break", Map.of("text", "glass")))
                .withMessage("command 'break' failed: glass");
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> CommandClient.to(server.socket()).call("size", Map.of("n", "many")))
                .withMessage("argument 'n': 'many' must be a whole number");
    }

    @Test
    void replyLongerThanAGoClientCanReadIsAnError() throws Exception {
        CommandClient client = CommandClient.to(server.socket());
        int overhead = CommandMessage.request("size", Map.of("n", 180_000))
                .reply(CommandResponse.success(""))
                .frame()
                .length;
        int longest = CommandMessage.MAX_REPLY_BYTES - overhead;

        assertThat(client.call("size", Map.of("n", longest))).hasSize(longest);
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> client.call("size", Map.of("n", longest + 1)))
                .withMessage("reply length: 190001 bytes must be at most 190000; request less data");
        assertThatExceptionOfType(CommandException.class)
                .as("arguments are part of the reply")
                .isThrownBy(() -> client.call("echo", Map.of("a", "x".repeat(500_000))))
                .withMessageContaining("must be at most 190000; request less data");
    }
}
