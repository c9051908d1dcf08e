/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.ipc.command.CommandClient;
import io.hcbridge.ipc.command.CommandException;
import io.hcbridge.ipc.command.CommandServer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays recorded transcripts of the Go programs' command protocol against the Java programs. */
@Timeout(20)
class CommandTranscriptTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"command-echo.txt", "command-failing.txt", "command-kept.txt", "command-silent.txt"})
    void javaServerPassesTheGoServersTranscript(String fixture) throws Exception {
        try (CommandServer server = CommandPeers.ourServer(directory.resolve("server"));
                SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
            for (Transcript.Line line : Transcript.load(fixture).lines()) {
                if (line.client()) {
                    channel.write(ByteBuffer.wrap(line.bytes().getBytes(StandardCharsets.ISO_8859_1)));
                } else {
                    assertThat(receive(channel, line.bytes().length())).isEqualTo(line.bytes());
                }
            }
        }
    }

    @Test
    void javaClientPassesTheGoClientsTranscript() throws Exception {
        Transcript transcript = Transcript.load("command-failing.txt");
        Path socket = directory.resolve("server");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> answer(listener, transcript));
            assertThatThrownBy(() -> CommandClient.to(socket).call("fail", Map.of("error", "boom")))
                    .isInstanceOf(CommandException.class)
                    .hasMessage("boom");
            assertThat(asked.get()).isEqualTo(transcript.lines().get(0).bytes());
        }
    }

    private static String answer(ServerSocketChannel listener, Transcript transcript) {
        try (SocketChannel client = listener.accept()) {
            String asked = receive(client, transcript.lines().get(0).bytes().length());
            client.write(ByteBuffer.wrap(transcript.lines().get(1).bytes().getBytes(StandardCharsets.ISO_8859_1)));
            return asked;
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String receive(SocketChannel channel, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // Reads until all bytes have arrived, or the stream ends.
        }
        return StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
    }
}
