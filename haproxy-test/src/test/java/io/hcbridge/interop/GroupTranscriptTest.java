/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.group.GroupException;
import io.hcbridge.ipc.group.GroupMode;
import io.hcbridge.ipc.group.GroupNode;
import io.hcbridge.protocol.group.GroupFrameDecoder;
import io.hcbridge.protocol.group.GroupPacket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replays the recorded conversation of a Go client and a Go master against the Java members. */
@Timeout(30)
class GroupTranscriptTest {
    private static final List<String> REQUESTS = List.of("hello", "fail no stock", "");

    @TempDir
    Path directory;

    @Test
    void javaMasterAnswersTheGoClient() throws Exception {
        Path socket = directory.resolve("edge.sock");
        try (GroupNode master = GroupNode.builder("edge")
                .directory(directory)
                .mode(GroupMode.MASTER)
                .handler(request -> new String(GroupMember.handle(request), StandardCharsets.UTF_8)
                        .replace("java:", "go:")
                        .getBytes(StandardCharsets.UTF_8))
                .start()) {
            while (!Files.exists(socket)) {
                Thread.sleep(5);
            }
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                for (Transcript.Line line : Transcript.load("group-echo.txt").lines()) {
                    if (line.client()) {
                        channel.write(bytes(line));
                    } else {
                        assertThat(shown(receive(channel)))
                                .isEqualTo(
                                        shown(decode(bytes(line)).orElseThrow()).replace("=ok]", "=hcbridge/1]"));
                    }
                }
            }
            assertThat(master.isMaster()).isTrue();
        }
    }

    @Test
    void javaClientUnderstandsTheGoMaster() throws Exception {
        List<Transcript.Line> lines = Transcript.load("group-echo.txt").lines();
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                        .bind(UnixDomainSocketAddress.of(directory.resolve("edge.sock")));
                GroupNode client = GroupNode.builder("edge")
                        .directory(directory)
                        .mode(GroupMode.CLIENT)
                        .start()) {
            CompletableFuture<String> problem = CompletableFuture.supplyAsync(() -> replay(listener, lines));
            StringBuilder results = new StringBuilder();
            for (String text : REQUESTS) {
                try {
                    results.append(new String(
                                    client.request(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8))
                            .append('\n');
                } catch (GroupException e) {
                    results.append("error: ").append(e.getMessage()).append('\n');
                }
            }
            assertThat(results.toString()).isEqualTo("go:hello\nerror: no stock\ngo:\n");
            assertThat(problem.get()).isEmpty();
        }
    }

    /** Plays the master. Returns how the client's packets differ from those of the Go client; empty if they do not. */
    private static String replay(ServerSocketChannel listener, List<Transcript.Line> lines) {
        StringBuilder differences = new StringBuilder();
        try (SocketChannel channel = listener.accept()) {
            for (Transcript.Line line : lines) {
                if (line.client()) {
                    String ours = shown(receive(channel)).replaceAll("id=[0-9a-f]{32}", "id=ID");
                    String go = shown(decode(bytes(line)).orElseThrow()).replaceAll("id=[0-9a-f]{72}", "id=ID");
                    differences.append(ours.equals(go) ? "" : ours + " in place of " + go + "\n");
                } else {
                    channel.write(bytes(line));
                }
            }
            return differences.toString();
        } catch (Exception e) {
            return e.toString();
        }
    }

    private static GroupPacket receive(SocketChannel channel) throws Exception {
        GroupFrameDecoder decoder = new GroupFrameDecoder();
        ByteBuffer one = ByteBuffer.allocate(1);
        Optional<GroupPacket> packet = Optional.empty();
        while (packet.isEmpty() && channel.read(one.clear()) > 0) {
            packet = decoder.feed(one.flip());
        }
        return packet.orElseThrow();
    }

    private static Optional<GroupPacket> decode(ByteBuffer bytes) throws Exception {
        return new GroupFrameDecoder().feed(bytes);
    }

    private static ByteBuffer bytes(Transcript.Line line) {
        return ByteBuffer.wrap(line.bytes().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String shown(GroupPacket packet) {
        if (packet instanceof GroupPacket.Request request) {
            return "request " + new String(request.payload(), StandardCharsets.UTF_8) + request.id()
                    + request.isRepeated();
        }
        if (packet instanceof GroupPacket.Response response) {
            return "response " + response.error() + "|" + new String(response.payload(), StandardCharsets.UTF_8);
        }
        return packet.toString();
    }
}
