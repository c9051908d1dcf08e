/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.protocol.command.CommandMessage;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Admission of clients and limits of requests. */
@ParameterizedClass
@EnumSource(Sockets.class)
final class CommandAdmissionTest {
    private static final int MEGABYTE = 1 << 20;
    private static final String ECHO = "{\"cmd\":\"echo\",\"respond\":true}";

    @TempDir
    private Path directory;

    private final Sockets sockets;
    private final CountDownLatch testIsOver = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    CommandAdmissionTest(Sockets sockets) {
        this.sockets = sockets;
    }

    @Test
    void refusedClientReceivesTheRulesMessageAndItsCommandIsNotRun() throws Exception {
        AdmissionRule rule = peer -> {
            throw new CommandException("permission denied: user " + peer.user() + " is not in the list");
        };
        try (CommandServer server = builder().admit(rule).start()) {
            String user = Files.getOwner(directory).getName();
            assertThatExceptionOfType(CommandException.class)
                    .isThrownBy(() -> CommandClient.to(server.socket()).call("echo", Map.of()))
                    .withMessage("permission denied: user " + user + " is not in the list");
            try (CommandPeer silent = CommandPeer.connect(server)) {
                assertThat(silent.response().error()).startsWith("permission denied");
                assertThat(silent.rest()).isEmpty();
            }
        }
        assertThat(calls).hasValue(0);
    }

    @Test
    void serverDoesNotReadBeforeTheClientIsAdmitted() throws Exception {
        CountDownLatch admitted = new CountDownLatch(1);
        try (CommandServer server = builder().admit(peer -> await(admitted)).start();
                SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()));
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_WRITE);
            ByteBuffer request = ByteBuffer.wrap(CommandPeer.frame(
                    "{\"cmd\":\"echo\",\"args\":{\"a\":\"" + "x".repeat(MEGABYTE - 100) + "\"},\"respond\":true}"));
            write(request, channel, selector, Duration.ofMillis(200));
            // Only the kernel's buffer took bytes. The server read none.
            assertThat(request.position()).isLessThan(MEGABYTE / 2);

            admitted.countDown();
            write(request, channel, selector, Duration.ofSeconds(20));
            assertThat(request.hasRemaining()).isFalse();
        }
    }

    @Test
    void ruleIsCheckedOncePerConnection() throws Exception {
        AtomicInteger checks = new AtomicInteger();
        try (CommandServer server =
                        builder().admit(peer -> checks.incrementAndGet()).start();
                CommandPeer peer = CommandPeer.connect(server)) {
            for (int i = 0; i < 3; i++) {
                assertThat(peer.send(ECHO).response().isSuccess()).isTrue();
            }
        }
        assertThat(checks).hasValue(1);
    }

    @Test
    void clientIsRefusedIfTheRuleFails() throws Exception {
        AdmissionRule rule = peer -> {
            throw new IllegalStateException("thrown by a test");
        };
        try (CommandServer server = builder().admit(rule).start();
                CommandPeer peer = CommandPeer.connect(server)) {
            assertThat(peer.response().error())
                    .isEqualTo("permission denied: the server could not identify the client");
            assertThat(peer.rest()).isEmpty();
        }
    }

    @Test
    void clientReceivesAnErrorIfTheRuleBlocks() throws Exception {
        CommandLimits limits = CommandLimits.DEFAULT;
        try (CommandServer server = builder()
                        .limits(new CommandLimits(
                                limits.request(), Duration.ofMillis(100), limits.workers(), limits.maxRequestBytes()))
                        .admit(peer -> await(testIsOver))
                        .start();
                CommandPeer peer = CommandPeer.connect(server)) {
            assertThat(peer.response().error()).isEqualTo("the server did not identify the client within 100 ms");
            assertThat(peer.rest()).isEmpty();
            testIsOver.countDown();
        }
    }

    @Test
    void largestRequestSucceedsAndALongerOneIsRejected() throws Exception {
        byte[] request = CommandPeer.frame(ECHO);
        int bytes = request.length - 5;
        try (CommandServer server = builder().maxRequestBytes(bytes).start()) {
            try (CommandPeer peer = CommandPeer.connect(server)) {
                assertThat(peer.send(request).response().payload()).isEqualTo("echo");
            }
            try (CommandPeer peer = CommandPeer.connect(server)) {
                assertThat(peer.send(CommandPeer.frame(ECHO + " ")).response().error())
                        .isEqualTo("message length: " + (bytes + 1) + " bytes must be at most " + bytes);
                assertThat(peer.rest()).isEmpty();
            }
        }
    }

    @Test
    void sizeLimitOutOfRangeIsRejected() {
        for (int outside : new int[] {0, CommandMessage.MAX_BYTES + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CommandServer.builder().maxRequestBytes(outside))
                    .withMessage("max request bytes: " + outside + " must be 1 to 1048576");
        }
        CommandServer.builder().maxRequestBytes(1).maxRequestBytes(CommandMessage.MAX_BYTES);
    }

    @Test
    void clientOfABlockedCommandReceivesAnErrorBeforeItsOwnTimeout() throws Exception {
        try (CommandServer server = builder().start()) {
            assertThatExceptionOfType(CommandException.class)
                    .isThrownBy(() -> CommandClient.to(server.socket()).call("hang", Map.of()))
                    .withMessage("command 'hang' timed out after 4500 ms");
        }
    }

    private CommandServerBuilder builder() {
        return CommandServer.builder()
                .path(directory.resolve("admin.sock"))
                .sockets(sockets.open())
                .handler("echo", call -> {
                    calls.incrementAndGet();
                    return "echo";
                })
                .handler("hang", call -> {
                    new CountDownLatch(1).await();
                    return "";
                });
    }

    /** Writes until all bytes are written, or until no byte can be written for {@code patience}. */
    private static void write(ByteBuffer bytes, SocketChannel channel, Selector selector, Duration patience)
            throws IOException {
        while (bytes.hasRemaining() && selector.select(patience.toMillis()) > 0) {
            channel.write(bytes);
            selector.selectedKeys().clear();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
