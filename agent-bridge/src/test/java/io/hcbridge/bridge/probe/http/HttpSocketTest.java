/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.probe.FullBacklog;
import io.hcbridge.bridge.probe.KindRunner;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeLoop;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.ProbeStep;
import io.hcbridge.bridge.probe.Verdict;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP on a unix socket, and the users that are trusted there. */
final class HttpSocketTest {
    @TempDir
    private Path directory;

    private ServerSocketChannel serve(Path socket) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(() -> answer(server), "unix server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static void answer(ServerSocketChannel server) {
        byte[] answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);
        while (true) {
            try (SocketChannel client = server.accept()) {
                while (client.read(ByteBuffer.allocate(1000)) > 0) {
                    client.write(ByteBuffer.wrap(answer));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static Probe probe(ProbeLoop loop, Path socket) throws IOException {
        return KindRunner.config("http: {url: 'http://app/health', socket: " + socket + "}")
                .open(loop.environment(), "t", KindRunner.LONG);
    }

    @ParameterizedTest
    @EnumSource(IoKind.class)
    void theBridgesOwnUserIsBelieved(IoKind kind) throws Exception {
        Path socket = directory.resolve("app.sock");
        try (ProbeLoop loop = new ProbeLoop(kind);
                ServerSocketChannel server = serve(socket)) {
            Probe probe = probe(loop, socket);
            assertThat(loop.run(probe)).isEqualTo(Verdict.UP);
            assertThat(loop.steps(probe))
                    .extracting(ProbeStep::name)
                    .containsExactly("socket", "connect", "peer", "request", "body");
            assertThat(loop.run(probe)).isEqualTo(Verdict.UP);
            assertThat(loop.steps(probe)).extracting(ProbeStep::name).containsExactly("connection", "request", "body");
            assertThat(server.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(IoKind.class)
    void aFullBacklogIsTriedAgainUntilTheServerAccepts(IoKind kind) throws Exception {
        Path socket = directory.resolve("app.sock");
        Path other = directory.resolve("other.sock");
        try (ProbeLoop loop = new ProbeLoop(kind);
                FullBacklog full = FullBacklog.on(socket)) {
            CompletableFuture<ProbeResult> result = loop.start(probe(loop, socket));
            assertThat(loop.run(KindRunner.config("http: {url: 'http://app/health', socket: " + socket + "}")
                            .open(loop.environment(), "t", Duration.ofMillis(300))))
                    .isEqualTo(Verdict.failed("no answer within 300ms (connect backlog of " + socket + " is full)"));
            assertThat(result).isNotDone();
            try (ServerSocketChannel server = serve(other)) {
                Files.move(other, socket, StandardCopyOption.ATOMIC_MOVE);
                assertThat(result.get(KindRunner.LONG.toSeconds(), TimeUnit.SECONDS))
                        .isEqualTo(Verdict.UP);
                assertThat(server.isOpen()).isTrue();
            }
            assertThat(full).isNotNull();
        }
    }

    @Test
    void aMissingAndADeadSocketAndALinkHaveFailed() throws Exception {
        Path socket = directory.resolve("app.sock");
        Path link = directory.resolve("link.sock");
        try (ProbeLoop loop = new ProbeLoop(IoKind.ofSystem())) {
            assertThat(loop.run(probe(loop, socket))).asString().contains("FAILED");
            serve(socket).close();
            assertThat(loop.run(probe(loop, socket))).isEqualTo(Verdict.failed("connection refused"));
            Files.createSymbolicLink(link, socket);
            assertThat(loop.run(probe(loop, link))).isEqualTo(Verdict.failed(link + " is a symbolic link"));
        }
    }
}
