/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import static io.hcbridge.ipc.group.GroupFixture.ask;
import static io.hcbridge.ipc.group.GroupFixture.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.hcbridge.protocol.group.GroupPacket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node with peers that are Go programs, as far as it can tell, and with peers that violate the protocol. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
final class GroupWireTest {
    @TempDir
    private Path directory;

    private GroupFixture group;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    @BeforeEach
    void setUp() {
        group = new GroupFixture(directory);
    }

    @AfterEach
    void tearDown() {
        thread.shutdownNow();
        group.close();
    }

    @Test
    void goMasterReceivesOnlyWhatItKnows() throws Exception {
        try (ServerSocketChannel listener = listen()) {
            Future<String> response = thread.submit(() -> ask(group.client(), "hello"));
            try (RawMember first = acceptAsGo(listener)) {
                assertPlain((GroupPacket.Request) first.receive(), "hello");
            }
            // The request is repeated, and a Go master is not told.
            try (RawMember second = acceptAsGo(listener)) {
                assertPlain((GroupPacket.Request) second.receive(), "hello");
                second.send(new GroupPacket.Response("", utf8("fine")));
                assertThat(response.get()).isEqualTo("fine");
            }
        }
    }

    @Test
    void idleConnectionToAGoMasterIsClosedInTimeAndOpenedForTheNextRequest() throws Exception {
        try (ServerSocketChannel listener = listen()) {
            GroupNode client = group.client();
            for (int i = 0; i < 2; i++) {
                Future<String> response = thread.submit(() -> ask(client, "x"));
                try (RawMember master = acceptAsGo(listener)) {
                    master.receive();
                    master.send(new GroupPacket.Response("", utf8("y")));
                    assertThat(response.get()).isEqualTo("y");
                    long idleSince = System.nanoTime();
                    assertThat(master.awaitEnd()).isTrue();
                    assertThat(Duration.ofNanos(System.nanoTime() - idleSince))
                            .isBetween(Duration.ofMillis(1500), Duration.ofMillis(2900));
                }
            }
        }
    }

    @Test
    void masterThatViolatesTheProtocolIsLeftAndTheNextIsAsked() throws Exception {
        try (ServerSocketChannel listener = listen()) {
            Future<String> response = thread.submit(() -> ask(group.client(), "x"));
            for (String greeting : new String[] {"ffffffff", "0100000009", "00000000"}) {
                try (RawMember wrong = new RawMember(listener.accept())) {
                    wrong.receive();
                    wrong.send(HexFormat.of().parseHex(greeting));
                    assertThat(wrong.awaitEnd()).isTrue();
                }
            }
            try (RawMember wrong = acceptAsGo(listener)) {
                wrong.receive();
                wrong.send(new GroupPacket.Handshake("in place of a response"));
                assertThat(wrong.awaitEnd()).isTrue();
            }
            try (RawMember master = acceptAsGo(listener)) {
                master.receive();
                master.send(new GroupPacket.Response("", utf8("y")));
                assertThat(response.get()).isEqualTo("y");
            }
        }
    }

    @Test
    void lateResponseIsNotTakenForThatOfTheNextRequest() throws Exception {
        try (ServerSocketChannel listener = listen()) {
            GroupNode client = group.client();
            Future<?> late = thread.submit(() -> assertThatIOException()
                    .isThrownBy(() -> client.request(utf8("1"), Duration.ofMillis(300)))
                    .withMessage("request to group edge failed: no response in time: the master has not responded;"
                            + " the request may have been executed"));
            try (RawMember master = acceptAsGo(listener)) {
                master.receive();
                late.get();
                assertThat(master.awaitEnd()).isTrue();
            }
            Future<String> next = thread.submit(() -> ask(client, "2"));
            try (RawMember master = acceptAsGo(listener)) {
                assertPlain((GroupPacket.Request) master.receive(), "2");
                master.send(new GroupPacket.Response("", utf8("two")));
                assertThat(next.get()).isEqualTo("two");
            }
        }
    }

    @Test
    void packetsMayArriveByteByByteAndTogether() throws Exception {
        startMaster();
        try (RawMember client = RawMember.connect(group.socket())) {
            byte[] handshake = new GroupPacket.Handshake("raw").frame();
            for (byte one : handshake) {
                client.send(new byte[] {one});
            }
            assertThat(client.receive()).isEqualTo(new GroupPacket.Ack(true, "hcbridge/1"));
            byte[] request = new GroupPacket.Request(utf8("x"), "", false).frame();
            byte[] two = Arrays.copyOf(request, 2 * request.length);
            System.arraycopy(request, 0, two, request.length, request.length);
            client.send(two);
            assertThat(text(client.receive())).isEqualTo("a:x");
            assertThat(text(client.receive())).isEqualTo("a:x");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ffffffff, packet length: 4294967295 bytes must be at most 4096",
        "00000000, packet: must have a type",
        "0100000007, packet type: 7 must be 1 to 4",
    })
    void strangerIsRefusedWithTheRule(String hex, String problem) throws Exception {
        startMaster();
        try (RawMember stranger = RawMember.connect(group.socket())) {
            stranger.send(HexFormat.of().parseHex(hex));
            assertThat(stranger.receive()).isEqualTo(new GroupPacket.Ack(false, problem));
            assertThat(stranger.awaitEnd()).isTrue();
        }
        assertThat(ask(group.client(), "x")).isEqualTo("a:x");
    }

    @Test
    void packetsInTheWrongOrderAreRefused() throws Exception {
        startMaster();
        try (RawMember stranger = RawMember.connect(group.socket())) {
            stranger.send(new GroupPacket.Request(utf8("x"), "", false));
            assertThat(stranger.receive()).isEqualTo(new GroupPacket.Ack(false, "packet: must be a handshake"));
        }
        try (RawMember client = RawMember.greet(group.socket())) {
            client.send(new GroupPacket.Handshake("again"));
            assertThat(((GroupPacket.Response) client.receive()).error()).isEqualTo("packet: must be a request");
            assertThat(client.awaitEnd()).isTrue();
        }
        try (RawMember client = RawMember.greet(group.socket())) {
            client.send(HexFormat.of().parseHex("ffffff7f"));
            assertThat(((GroupPacket.Response) client.receive()).error())
                    .isEqualTo("packet length: 2147483647 bytes must be at most 1052672");
        }
    }

    @Test
    void newClientReplacesTheLongestIdleOneAtTheLimit() throws Exception {
        group.start(group.builder(GroupMode.MASTER).maxConnections(2).handler(GroupFixture.echo("a")));
        group.awaitEvent("ELECTED");
        try (RawMember first = RawMember.greet(group.socket());
                RawMember second = RawMember.greet(group.socket());
                RawMember third = RawMember.greet(group.socket())) {
            assertThat(first.awaitEnd()).isTrue();
            for (RawMember member : new RawMember[] {second, third}) {
                member.send(new GroupPacket.Request(utf8("x"), "", false));
                assertThat(text(member.receive())).isEqualTo("a:x");
            }
        }
    }

    @Test
    void clientsThatLeaveAtAnyPointHarmNothing() throws Exception {
        startMaster();
        byte[] handshake = new GroupPacket.Handshake("raw").frame();
        for (int i = 0; i <= handshake.length; i += 5) {
            try (RawMember leaving = RawMember.connect(group.socket())) {
                leaving.send(Arrays.copyOf(handshake, i));
            }
        }
        for (int i = 0; i < 20; i++) {
            try (RawMember leaving = RawMember.greet(group.socket())) {
                leaving.send(new GroupPacket.Request(utf8("x"), "", false));
            }
        }
        assertThat(ask(group.client(), "x")).isEqualTo("a:x");
    }

    @Test
    void clientThatStopsWithinAPacketIsClosedAndAnIdleOneIsNot() throws Exception {
        startMaster();
        try (RawMember idle = RawMember.greet(group.socket());
                RawMember slow = RawMember.greet(group.socket());
                RawMember silent = RawMember.connect(group.socket())) {
            slow.send(new byte[] {9});
            assertThat(slow.awaitEnd()).isTrue();
            assertThat(silent.awaitEnd()).isTrue();
            idle.send(new GroupPacket.Request(utf8("x"), "", false));
            assertThat(text(idle.receive())).isEqualTo("a:x");
        }
    }

    private void startMaster() throws Exception {
        group.master("a");
        group.awaitEvent("ELECTED");
    }

    private ServerSocketChannel listen() throws Exception {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(group.socket()));
    }

    private static RawMember acceptAsGo(ServerSocketChannel listener) throws Exception {
        RawMember member = new RawMember(listener.accept());
        GroupPacket handshake = member.receive();
        assertThat(((GroupPacket.Handshake) handshake).id()).matches("[0-9a-f]{32}");
        member.send(new GroupPacket.Ack(true, "ok"));
        return member;
    }

    private static void assertPlain(GroupPacket.Request request, String text) {
        assertThat(request.payload()).isEqualTo(utf8(text));
        assertThat(request.id()).isEmpty();
        assertThat(request.isRepeated()).isFalse();
    }

    private static String text(GroupPacket packet) {
        return new String(((GroupPacket.Response) packet).payload(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
