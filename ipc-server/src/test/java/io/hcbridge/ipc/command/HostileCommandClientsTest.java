/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.protocol.command.CommandResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** No client and no handler can end or block the server. After each test, another client must still receive a reply. */
@ParameterizedClass
@EnumSource(Sockets.class)
final class HostileCommandClientsTest {
    private static final Duration PROMPT = Duration.ofSeconds(20);
    /** Long enough for a client that asks at once on a busy machine. */
    private static final Duration BRIEF = Duration.ofMillis(500);

    private static final int MEGABYTE = 1 << 20;
    private static final String ECHO = "{\"cmd\":\"echo\",\"respond\":true}";

    @TempDir
    private Path directory;

    private final Sockets sockets;
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger stuck = new AtomicInteger();
    private CommandServer server;

    HostileCommandClientsTest(Sockets sockets) {
        this.sockets = sockets;
    }

    @BeforeEach
    void start() throws IOException {
        server = start(CommandLimits.DEFAULT.request(), CommandLimits.DEFAULT.handler());
    }

    @AfterEach
    void otherClientsStillReceiveReplies() throws Exception {
        long start = System.nanoTime();
        assertThat(CommandClient.to(server.socket()).call("echo", Map.of())).isEqualTo("echo");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPT);
        released.countDown();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\u00ff\u00ff\u00ff\u00ff:{}`|message length: 4294967295 bytes must be at most 1048576",
                "`\0\u0010\0\1`|message length: 1048577 bytes must be at most 1048576",
                "`\0\0\0\2{}`|a colon must follow the message length",
                "`GET / HTTP/1.1\r\n\r\n`|message length: 1195725856 bytes must be at most 1048576",
                "`\0\0\0\0:`|a message must be a JSON object, not nothing",
                "`\0\0\0\2:[]`|a message must be a JSON object, not an array",
                "`\0\0\0\2:{x`|malformed JSON at character 1",
                "`\0\0\0\21:{\"args\":{\"a\":{}}}`|`argument 'a' must be text, a number, true or false, not an object`",
            })
    void malformedMessageReceivesAnErrorAndTheConnectionCloses(String latin1, String problem) throws Exception {
        try (CommandPeer peer = CommandPeer.connect(server)) {
            peer.send(latin1.getBytes(ISO_8859_1));

            assertThat(peer.response()).isEqualTo(CommandResponse.failure(problem));
            assertThat(peer.rest()).isEmpty();
        }
    }

    @Test
    void megabyteOfRandomBytesDoesNotDisturbTheServer() throws Exception {
        byte[] noise = new byte[MEGABYTE];
        new Random(1).nextBytes(noise);
        noise[0] |= 0x40;
        try (CommandPeer peer = CommandPeer.connect(server)) {
            assertThat(peer.send(noise).response().error()).startsWith("message length: ");
            assertThat(peer.rest()).isEmpty();
        }
        try (CommandPeer peer = CommandPeer.connect(server)) {
            peer.send(ByteBuffer.allocate(5).putInt(MEGABYTE).put((byte) ':').array());
            assertThat(peer.send(noise).response().error()).startsWith("malformed JSON");
            assertThat(peer.rest()).isEmpty();
        }
    }

    @Test
    void resetWithinAMessageDoesNotDisturbTheServer() throws Exception {
        for (int i = 0; i < 200; i++) {
            try (CommandPeer peer = CommandPeer.connect(server)) {
                peer.send(ECHO).send(new byte[] {0, 0, 1, 0, ':', '{', '"'});
                // Closing with an unread reply causes a reset.
            }
        }
    }

    @Test
    void endOfInputWithinAMessageReceivesAnError() throws Exception {
        try (CommandPeer peer = CommandPeer.connect(server)) {
            peer.send(new byte[] {0, 0, 1}).endInput();

            assertThat(peer.response().error()).isEqualTo("the connection ended before the message was complete");
            assertThat(peer.rest()).isEmpty();
        }
    }

    @Test
    void silentClientIsDisconnectedWithoutAReply() throws Exception {
        restart(BRIEF, CommandLimits.DEFAULT.handler());
        try (CommandPeer peer = CommandPeer.connect(server)) {
            assertThat(peer.rest()).isEmpty();
        }
    }

    @Test
    void idleConnectionIsClosedAtTheRequestTimeout() throws Exception {
        restart(BRIEF, CommandLimits.DEFAULT.handler());
        try (CommandPeer peer = CommandPeer.connect(server)) {
            assertThat(peer.send(ECHO).response().isSuccess()).isTrue();
            assertThat(peer.rest()).isEmpty();
        }
    }

    @Test
    void slowRequestReceivesATimeoutError() throws Exception {
        restart(BRIEF, CommandLimits.DEFAULT.handler());
        try (CommandPeer peer = CommandPeer.connect(server)) {
            peer.send(new byte[] {0, 1, 0, 0, ':'});
            while (!peer.hasInput()) {
                peer.send(new byte[] {'{'});
                LockSupport.parkNanos(1_000_000);
            }
            assertThat(peer.response().error()).isEqualTo("request timed out after 500 ms");
            assertThat(peer.rest()).isEmpty();
        }
    }

    @Test
    void blockedHandlerIsInterruptedAndItsClientReceivesAnError() throws Exception {
        restart(CommandLimits.DEFAULT.request(), BRIEF);
        try (CommandPeer peer = CommandPeer.connect(server)) {
            peer.send("{\"cmd\":\"hang\",\"respond\":true,\"close\":false}");

            assertThat(peer.response().error()).isEqualTo("command 'hang' timed out after 500 ms");
            interrupted.await();
            assertThat(peer.send(ECHO).response().payload()).isEqualTo("echo");
        }
    }

    @Test
    void callsQueuedBehindUninterruptibleHandlersFailAndAreNotExecuted() throws Exception {
        restart(CommandLimits.DEFAULT.request(), BRIEF);
        List<CommandPeer> peers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            peers.add(CommandPeer.connect(server).send("{\"cmd\":\"stick\",\"respond\":true,\"close\":true}"));
        }
        for (CommandPeer peer : peers) {
            assertThat(peer.response().error()).isEqualTo("command 'stick' timed out after 500 ms");
            assertThat(peer.rest()).isEmpty();
            peer.close();
        }
        released.countDown();
        assertThat(CommandClient.to(server.socket()).call("echo", Map.of())).isEqualTo("echo");
        assertThat(stuck).hasValue(2);
    }

    @Test
    void disconnectDuringAHandlerDoesNotDisturbTheServer() throws Exception {
        try (CommandPeer peer = CommandPeer.connect(server)) {
            peer.send("{\"cmd\":\"stick\",\"respond\":true,\"close\":false}");
            while (stuck.get() == 0) {
                Thread.onSpinWait();
            }
        }
        released.countDown();
    }

    @Test
    void atTheConnectionLimitTheLongestIdleClientIsDisconnected() throws Exception {
        List<CommandPeer> silent = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            silent.add(CommandPeer.connect(server));
        }
        assertThat(silent.get(0).rest()).isEmpty();
        assertThat(silent.get(8).send(ECHO).response().isSuccess()).isTrue();
        for (CommandPeer peer : silent) {
            peer.close();
        }
    }

    private void restart(Duration request, Duration handler) throws IOException {
        server.close();
        server = start(request, handler);
    }

    private CommandServer start(Duration request, Duration handler) throws IOException {
        return CommandServer.builder()
                .path(directory.resolve("admin.sock"))
                .sockets(sockets.open())
                .limits(new CommandLimits(request, handler, 2, CommandLimits.DEFAULT.maxRequestBytes()))
                .maxConnections(8)
                .handler("echo", CommandCall::command)
                .handler("hang", this::hang)
                .handler("stick", this::stick)
                .start();
    }

    private String hang(CommandCall call) throws InterruptedException {
        try {
            released.await();
            return "";
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
    }

    private String stick(CommandCall call) {
        stuck.incrementAndGet();
        while (released.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
        return "";
    }
}
