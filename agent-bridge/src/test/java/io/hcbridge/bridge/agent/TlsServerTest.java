/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.config.UnixAddress;
import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.probe.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests checks over TLS with real sockets, on every kind of event loop. */
@Timeout(60)
@ParameterizedClass
@EnumSource(IoKind.class)
final class TlsServerTest extends TlsServerFixture {
    TlsServerTest(IoKind kind) {
        super(kind);
    }

    @Test
    void clientWithAValidCertificateGetsAReplyInBothVersions() throws Exception {
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            try (SSLSocket socket = connect(pki.clientWith(right), version)) {
                send(socket, "web\n");
                assertThat(reply(socket)).isEqualTo("up\n");
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            }
        }
        onLoop(() -> assertThat(web.replies.lastReplies(TestTarget.NAME)).hasSize(1));
    }

    @Test
    void clientThatClosesItsOutputGetsAReply() throws Exception {
        onLoop(web::hang);
        try (SSLSocket socket = connect(pki.clientWith(right), "TLSv1.3")) {
            send(socket, "web");
            socket.shutdownOutput();
            awaitProbe();
            onLoop(() -> web.answer(Verdict.UP));
            assertThat(reply(socket)).isEqualTo("up\n");
        }
    }

    @Test
    void lineCutOffWithoutCloseNotifyGetsNoReply() throws Exception {
        onLoop(web::hang);
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
                SSLSocket socket = (SSLSocket)
                        pki.clientWith(right).getSocketFactory().createSocket(plain, "localhost", port, false)) {
            socket.startHandshake();
            send(socket, "we");
            plain.shutdownOutput();
            awaitOpen(0);
        }
        assertThat(fromLoop(web::isProbed)).isFalse();
    }

    @Test
    void clientThatSendsMoreGetsTheCompleteReplyAndACleanEnd() throws Exception {
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            try (SSLSocket socket = connect(pki.clientWith(right), version)) {
                send(socket, "web\n" + "x".repeat(100_000));
                assertThat(reply(socket)).isEqualTo("up\n");
            }
        }
        awaitOpen(0);
    }

    @Test
    void clientThatDisconnectsWhileTheServiceHangsChangesNothing() throws Exception {
        onLoop(web::hang);
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
                SSLSocket socket = (SSLSocket)
                        pki.clientWith(right).getSocketFactory().createSocket(plain, "localhost", port, false)) {
            send(socket, "web\n");
            awaitProbe();
            reset(plain);
        }
        onLoop(() -> web.answer(Verdict.UP));
        awaitOpen(0);
        onLoop(() -> assertThat(web.replies.lastReplies(TestTarget.NAME)).isEmpty());
        assertThat(web.replied("up")).isZero();
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Test
    void unixSocketHasNoTls() throws Exception {
        UnixAddress address = new UnixAddress(directory.resolve("agent.sock"));
        server.listen(address);
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(address.path()));
            client.write(ByteBuffer.wrap("web\n".getBytes(StandardCharsets.US_ASCII)));
            assertThat(Channels.newInputStream(client).readAllBytes())
                    .asString()
                    .isEqualTo("up\n");
        }
    }
}
