/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.handover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.hcbridge.bridge.config.ListenAddress;
import io.netty.channel.unix.Socket;
import java.io.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.FileDescriptorCast;
import org.slf4j.helpers.NOPLogger;

/** The hand-over of listening sockets between two ends in this process, and masters that send something else. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
final class HandoverTest {
    @TempDir
    private Path directory;

    private final TestSockets sockets = new TestSockets();
    private Path path;

    @BeforeEach
    void choosePath() {
        path = directory.resolve("edge.handover");
    }

    @AfterEach
    void closeSockets() throws IOException {
        sockets.close();
    }

    @Test
    void standbyGetsTheSocketsOfItsConfigurationAndAcceptsOnThemAfterTheMasterHasClosedThem() throws Exception {
        Socket tcp = sockets.tcp();
        Socket other = sockets.tcp();
        String address = TestSockets.address(tcp);
        int port = tcp.localAddress().getPort();
        try (HandoverServer server = HandoverServer.tryOpen(path).orElseThrow()) {
            server.serve(
                    () -> List.of(listening(TestSockets.address(other), other), listening(address, tcp)),
                    NOPLogger.NOP_LOGGER);
            try (HandoverClient client = connect(address, "127.0.0.1:1")) {
                assertThat(client.sockets()).hasSize(1);
                ListeningSocket own = client.sockets().get(0);
                assertThat(own.address()).hasToString(address);
                assertThat(own.descriptor()).isNotEqualTo(tcp.intValue());
                tcp.close();
                try (java.net.Socket inBacklog = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
                    assertThat(inBacklog.isConnected()).isTrue();
                    assertThat(new Socket(own.descriptor()).accept(new byte[26]))
                            .isPositive();
                }
                own.close();
            }
        }
    }

    @Test
    void socketOfTheHandoverIsPrivateAndIsRemoved() throws Exception {
        try (HandoverServer server = HandoverServer.tryOpen(path).orElseThrow()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
            assertThat(HandoverServer.tryOpen(path)).isEmpty();
            assertThat(server.standbys()).isZero();
        }
        assertThat(directory).isEmptyDirectory();
        HandoverServer.tryOpen(path).orElseThrow().close();
    }

    @Test
    void stoppingMasterServesNoFurtherStandbyAndKeepsThePresentOnesUntilItHasEnded() throws Exception {
        Socket tcp = sockets.tcp();
        HandoverServer server = HandoverServer.tryOpen(path).orElseThrow();
        server.serve(() -> List.of(listening(TestSockets.address(tcp), tcp)), NOPLogger.NOP_LOGGER);
        try (HandoverClient client = connect(TestSockets.address(tcp))) {
            assertThat(server.stop()).isEqualTo(1);
            assertThat(path).doesNotExist();
            assertThat(HandoverServer.tryOpen(path)).isEmpty();
            assertThatIOException().isThrownBy(() -> connect(TestSockets.address(tcp)));
            assertThat(client.awaitEnd(Duration.ofMillis(20))).isFalse();
            server.close();
            assertThat(client.awaitEnd(Duration.ofSeconds(10))).isTrue();
            client.sockets().get(0).close();
        }
    }

    @Test
    void masterLearnsThatAStandbyHasEnded() throws Exception {
        try (HandoverServer server = HandoverServer.tryOpen(path).orElseThrow()) {
            server.serve(List::of, NOPLogger.NOP_LOGGER);
            HandoverClient client = connect();
            assertThat(server.standbys()).isEqualTo(1);
            client.close();
            while (server.standbys() > 0) {
                Thread.sleep(1);
            }
            assertThat(server.stop()).isZero();
        }
    }

    @Test
    void descriptorsOfAnotherKindOrAddressAreNotUsed() throws Exception {
        Socket tcp = sockets.tcp();
        Socket elsewhere =
                sockets.unix(Files.createDirectory(directory.resolve("x")).resolve("s"));
        Path unix = directory.resolve("agent.sock");
        String address = TestSockets.address(tcp);
        assertThat(sentBy(List.of(address), sockets.boundTcp())).isEmpty();
        assertThat(sentBy(List.of(address), sockets.tcp())).isEmpty();
        assertThat(sentBy(List.of(address), sockets.udp())).isEmpty();
        assertThat(sentBy(List.of(address), elsewhere)).isEmpty();
        assertThat(sentBy(List.of("unix:" + unix), tcp)).isEmpty();
        assertThat(sentBy(List.of("unix:/elsewhere/agent.sock"), sockets.unix(unix)))
                .isEmpty();
        assertThat(sentBy(List.of(address), tcp)).hasSize(1);
        // The second name is the same, and its descriptor is left.
        assertThat(sentBy(List.of(address, address), tcp, tcp)).hasSize(1);
    }

    @Test
    void socketForAllAddressesIsUsedAlthoughTheSystemShowsItAsOneOfIpv6() throws Exception {
        Socket everywhere = sockets.everywhere();
        int port = everywhere.localAddress().getPort();
        assertThat(sentBy(List.of("0.0.0.0:" + port), everywhere)).hasSize(1);
        assertThat(sentBy(List.of("127.0.0.1:" + port), everywhere)).isEmpty();
    }

    @Test
    void fileThatIsNoSocketIsNotUsed() throws Exception {
        try (java.io.FileInputStream file = new java.io.FileInputStream("/proc/self/status")) {
            assertThat(send("hcbridge-sockets 1 1\n127.0.0.1:1\n", List.of("127.0.0.1:1"), file.getFD()))
                    .isEmpty();
        }
    }

    @Test
    void otherNumberOfDescriptorsThanDescribedIsRejected() throws Exception {
        Socket tcp = sockets.tcp();
        String address = TestSockets.address(tcp);
        for (FileDescriptor[] sent : new FileDescriptor[][] {{}, {descriptor(tcp), descriptor(tcp)}}) {
            assertThatIOException()
                    .isThrownBy(() -> send("hcbridge-sockets 1 1\n" + address + "\n", List.of(address), sent))
                    .withMessage("the master describes 1 sockets and sends " + sent.length + " descriptors");
        }
    }

    @Test
    void otherBytesThanAMessageAreRejected() {
        for (String text : List.of(
                "HTTP/1.1 200 OK\n",
                "hcbridge-sockets 2 1\n",
                "hcbridge-sockets 1 65\n",
                "hcbridge-sockets 1 99999999999\n",
                "hcbridge-sockets 1 -1\n",
                "hcbridge-sockets 1 1\nno end",
                "",
                "x".repeat(17_000))) {
            assertThatIOException().as(text).isThrownBy(() -> send(text, List.of()));
        }
    }

    @Test
    void processOfAnotherUserIsNotTrustedUnlessItIsRoot() throws Exception {
        HandoverPeer.requireTrusted(1000, 1000);
        HandoverPeer.requireTrusted(0, 1000);
        assertThatIOException()
                .isThrownBy(() -> HandoverPeer.requireTrusted(1001, 1000))
                .withMessage(
                        "the other process runs as uid 1001; members of a group must run as the same user or root");
        assertThatIOException().isThrownBy(() -> HandoverPeer.requireTrusted(1000, 0));
    }

    @Test
    void handoversLeakNoDescriptors() throws Exception {
        Socket tcp = sockets.tcp();
        String address = TestSockets.address(tcp);
        sentBy(List.of(address), tcp);
        long before = TestSockets.descriptors();
        for (int i = 0; i < 30; i++) {
            sentBy(List.of(address), tcp);
            sentBy(List.of("127.0.0.1:1"), tcp);
            assertThatIOException().isThrownBy(() -> send("hcbridge-sockets 1 2\n", List.of(), descriptor(tcp)));
        }
        assertThat(TestSockets.descriptors()).isLessThan(before + 20);
    }

    private HandoverClient connect(String... wanted) throws IOException {
        return HandoverClient.connect(path, addresses(List.of(wanted)));
    }

    /** Returns the sockets that a standby uses if a master sends these ones under these addresses. */
    private List<ListeningSocket> sentBy(List<String> addresses, Socket... sent) throws Exception {
        String text = "hcbridge-sockets 1 " + addresses.size() + "\n" + String.join("\n", addresses) + "\n";
        FileDescriptor[] descriptors = new FileDescriptor[sent.length];
        for (int i = 0; i < sent.length; i++) {
            descriptors[i] = descriptor(sent[i]);
        }
        return send(text, addresses.stream().distinct().toList(), descriptors);
    }

    /** Lets a master send a text and descriptors, and close the connection. Returns what the standby uses. */
    private List<ListeningSocket> send(String text, List<String> wanted, FileDescriptor... descriptors)
            throws Exception {
        Path master = directory.resolve("m" + System.nanoTime());
        try (AFUNIXServerSocket server = AFUNIXServerSocket.bindOn(AFUNIXSocketAddress.of(master))) {
            Thread sender = new Thread(() -> {
                try (AFUNIXSocket connection = server.accept()) {
                    if (descriptors.length > 0) {
                        connection.setOutboundFileDescriptors(descriptors);
                    }
                    connection.getOutputStream().write(text.getBytes(UTF_8));
                } catch (IOException e) {
                    // The standby has closed the connection.
                }
            });
            sender.start();
            try (HandoverClient client = HandoverClient.connect(master, addresses(wanted))) {
                for (ListeningSocket socket : client.sockets()) {
                    socket.close();
                }
                return client.sockets();
            } finally {
                sender.join();
            }
        }
    }

    private static List<ListenAddress> addresses(List<String> texts) {
        return texts.stream().map(ListenAddress::parse).toList();
    }

    private static ListeningSocket listening(String address, Socket socket) {
        return new ListeningSocket(ListenAddress.parse(address), socket.intValue(), Optional.empty());
    }

    private static FileDescriptor descriptor(Socket socket) throws IOException {
        return FileDescriptorCast.unsafeUsing(socket.intValue()).getFileDescriptor();
    }
}
