/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.hcbridge.bridge.config.ListenAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Listening sockets from systemd. */
@EnabledOnOs(OS.LINUX)
final class SystemdSocketsTest {
    private static final long PID = 42;

    @TempDir
    private Path directory;

    private final TestSockets sockets = new TestSockets();

    @AfterEach
    void closeSockets() throws IOException {
        sockets.close();
    }

    @Test
    void socketBelongsToTheConfiguredAddressOnWhichItListens() throws Exception {
        Socket tcp = sockets.tcp();
        Socket unix = sockets.unix(directory.resolve("agent.sock"));
        String tcpAddress = TestSockets.address(tcp);
        String unixAddress = "unix:" + directory + "/agent.sock";
        assertThat(take(Map.of("LISTEN_PID", "42", "LISTEN_FDS", "1"), tcp, unixAddress, tcpAddress))
                .extracting(socket -> socket.address().toString(), ListeningSocket::descriptor)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(tcpAddress, tcp.intValue()));
        assertThat(take(Map.of("LISTEN_PID", "42", "LISTEN_FDS", "1"), unix, unixAddress, tcpAddress))
                .singleElement()
                .satisfies(socket -> assertThat(socket.identity()).isEmpty());
    }

    @Test
    void socketsOfAnotherProcessAreIgnored() throws Exception {
        Socket tcp = sockets.tcp();
        assertThat(take(Map.of("LISTEN_PID", "43", "LISTEN_FDS", "1"), tcp)).isEmpty();
        assertThat(take(Map.of("LISTEN_FDS", "1"), tcp)).isEmpty();
        assertThat(take(Map.of(), tcp)).isEmpty();
        assertThat(take(Map.of("LISTEN_PID", "42", "LISTEN_FDS", "0"), tcp)).isEmpty();
    }

    @Test
    void socketThatDoesNotFitEndsTheStartWithItsNameAndTheRule() throws Exception {
        Socket tcp = sockets.tcp();
        Map<String, String> named = Map.of("LISTEN_PID", "42", "LISTEN_FDS", "1", "LISTEN_FDNAMES", "agent");
        assertThatIOException()
                .isThrownBy(() -> take(named, tcp, "127.0.0.1:1"))
                .withMessage("socket agent of the service manager (descriptor " + tcp.intValue() + "): it listens on "
                        + TestSockets.address(tcp)
                        + ", which is not in agent.listen; add it there, or remove it from the socket unit");
        Socket udp = sockets.udp();
        assertThatIOException()
                .isThrownBy(() -> take(Map.of("LISTEN_PID", "42", "LISTEN_FDS", "1"), udp, "127.0.0.1:1"))
                .withMessage("socket 1 of the service manager (descriptor " + udp.intValue()
                        + "): it is not a stream socket");
        Socket bound = sockets.boundTcp();
        assertThatIOException()
                .isThrownBy(() -> take(named, bound, "127.0.0.1:1"))
                .withMessageEndingWith("it does not listen");
    }

    @Test
    void numberOfSocketsIsChecked() throws Exception {
        Socket tcp = sockets.tcp();
        for (String number : Stream.of("-1", "x", "65", "4294967297", "").toList()) {
            assertThatIOException()
                    .isThrownBy(() -> take(Map.of("LISTEN_PID", "42", "LISTEN_FDS", number), tcp))
                    .withMessage("LISTEN_FDS: '" + number + "' must be a number up to 64");
        }
    }

    private static List<ListeningSocket> take(Map<String, String> environment, Socket first, String... addresses)
            throws IOException {
        List<ListenAddress> wanted =
                Stream.of(addresses).map(ListenAddress::parse).toList();
        return SystemdSockets.take(environment, PID, first.intValue(), wanted);
    }
}
