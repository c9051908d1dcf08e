/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.ipc.internal.transport.ClientConnection;
import io.hcbridge.ipc.internal.transport.Connection;
import io.hcbridge.ipc.internal.transport.Deadline;
import io.hcbridge.ipc.internal.transport.Listener;
import io.hcbridge.ipc.internal.transport.ListenerOptions;
import io.hcbridge.ipc.internal.transport.Session;
import io.hcbridge.ipc.internal.transport.Transport;
import io.hcbridge.ipc.internal.unix.UnixTransport;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract test of the pipes in memory and of Windows' pipes. */
@Timeout(30)
abstract class PipeContract {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration BRIEF = Duration.ofMillis(100);

    private Transport transport = new UnixTransport();
    private Path address = Path.of("");
    private final List<AutoCloseable> open = new ArrayList<>();

    abstract PipeCalls calls();

    @BeforeEach
    void createName() {
        transport = new PipeTransport(calls());
        address = transport.address(
                Path.of("/tmp"), "hc" + UUID.randomUUID().toString().replace("-", ""));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void clientReceivesTheWholeReplyAndThenTheEnd() throws IOException {
        listen(Echo::new);
        assertThat(ask("ping.")).isEqualTo("ping.");
    }

    @Test
    void requestInPiecesIsAccepted() throws IOException {
        listen(Echo::new);
        try (ClientConnection client = connect()) {
            send(client, "pi");
            assertThat(client.receive(ByteBuffer.allocate(16), Deadline.after(BRIEF)))
                    .isZero();
            send(client, "ng.");
            assertThat(rest(client)).isEqualTo("ping.");
        }
    }

    @Test
    void longRequestAndReplyArriveComplete() throws IOException {
        listen(Echo::new);
        String text = "0123456789".repeat(10_000) + ".";
        assertThat(ask(text)).isEqualTo(text);
    }

    @Test
    void oneConnectionCarriesSeveralRequests() throws IOException {
        listen(connection -> new Echo(connection) {
            @Override
            public void received(ByteBuffer bytes) {
                connection.pause();
                // One letter is one request. The session receives the remaining letters after the reply.
                connection.send(new byte[] {bytes.get(), '!'});
            }
        });
        try (ClientConnection client = connect()) {
            send(client, "ab");
            assertThat(receive(client, 4)).isEqualTo("a!b!");
            send(client, "c");
            assertThat(receive(client, 2)).isEqualTo("c!");
        }
    }

    @Test
    void emptyReplyOnlyEndsTheConnection() throws IOException {
        listen(connection -> new Echo(connection) {
            @Override
            public void received(ByteBuffer bytes) {
                connection.finish(new byte[0]);
            }
        });
        assertThat(ask("ping.")).isEmpty();
    }

    @Test
    void connectToAMissingPipeFails() {
        assertThatThrownBy(this::connect)
                .isInstanceOf(ConnectException.class)
                .hasMessage("cannot connect to " + address + ": it does not exist; is the service running?");
    }

    @Test
    void connectAfterCloseFails() throws IOException {
        Listener listener = listen(Echo::new);
        listener.close();
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        listener.close();
    }

    @Test
    void closeOfTheListenerClosesItsConnections() throws IOException {
        Listener listener = listen(Echo::new);
        try (ClientConnection client = connect()) {
            send(client, "pi");
            assertThat(client.receive(ByteBuffer.allocate(16), Deadline.after(BRIEF)))
                    .isZero();
            listener.close();
            assertThat(client.receive(ByteBuffer.allocate(16), Deadline.after(LIMIT)))
                    .isNegative();
        }
    }

    @Test
    void clientsThatSendNothingDoNotDisturbOthers() throws IOException {
        listen(Echo::new);
        for (int i = 0; i < 50; i++) {
            connect().close();
        }
        assertThat(ask("ping.")).isEqualTo("ping.");
    }

    @Test
    void clientThatDoesNotReadDoesNotDisturbOthers() throws IOException {
        listen(connection -> new Echo(connection, "x".repeat(100_000)));
        try (ClientConnection deaf = connect()) {
            send(deaf, "ping.");
            assertThat(ask("ping.")).hasSize(100_000);
            assertThat(rest(deaf)).hasSize(100_000);
        }
    }

    @Test
    void timeoutFiresForASilentClient() throws IOException {
        listen(connection -> {
            connection.setTimeout(BRIEF);
            return new Echo(connection);
        });
        try (ClientConnection client = connect()) {
            assertThat(rest(client)).isEqualTo("onTimeout");
        }
    }

    @Test
    void exceptionInASessionClosesOnlyItsConnection() throws IOException {
        listen(connection -> new Echo(connection) {
            @Override
            public void received(ByteBuffer bytes) {
                if (bytes.get(0) == '!') {
                    throw new IllegalStateException("as the test asked");
                }
                super.received(bytes);
            }
        });
        assertThat(ask("!")).isEmpty();
        assertThat(ask("ping.")).isEqualTo("ping.");
    }

    @Test
    void manySimultaneousClientsAllConnect() throws Exception {
        listen(Echo::new);
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<String>> asks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                asks.add(() -> ask("ping."));
            }
            for (Future<String> reply : threads.invokeAll(asks)) {
                assertThat(reply.get()).isEqualTo("ping.");
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void longestIdleClientIsDisconnectedAtTheLimit() throws IOException {
        open.add(transport.listen(new ListenerOptions(address, Set.of(), "", Set.of(), Set.of(), 2), Echo::new));
        try (ClientConnection oldest = connect();
                ClientConnection younger = connect();
                ClientConnection youngest = connect()) {
            assertThat(oldest.receive(ByteBuffer.allocate(16), Deadline.after(LIMIT)))
                    .isNegative();
            send(younger, "a.");
            assertThat(rest(younger)).isEqualTo("a.");
            send(youngest, "b.");
            assertThat(rest(youngest)).isEqualTo("b.");
        }
    }

    @Test
    void interruptEndsTheWait() throws IOException {
        listen(Echo::new);
        try (ClientConnection client = connect()) {
            Thread.currentThread().interrupt();
            assertThat(client.receive(ByteBuffer.allocate(16), Deadline.after(LIMIT)))
                    .isZero();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private Listener listen(Function<Connection, Session> sessions) throws IOException {
        Listener listener =
                transport.listen(new ListenerOptions(address, Set.of(), "", Set.of(), Set.of(), 1024), sessions);
        open.add(listener);
        return listener;
    }

    private ClientConnection connect() throws IOException {
        return transport.connect(address, Deadline.after(LIMIT));
    }

    private String ask(String request) throws IOException {
        try (ClientConnection client = connect()) {
            send(client, request);
            return rest(client);
        }
    }

    private static void send(ClientConnection client, String text) {
        client.send(text.getBytes(StandardCharsets.US_ASCII), Deadline.after(LIMIT));
    }

    private static String receive(ClientConnection client, int count) {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        Deadline deadline = Deadline.after(LIMIT);
        while (buffer.hasRemaining() && !deadline.isOver()) {
            client.receive(buffer, deadline);
        }
        return StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
    }

    private static String rest(ClientConnection client) {
        StringBuilder text = new StringBuilder();
        Deadline deadline = Deadline.after(LIMIT);
        ByteBuffer buffer = ByteBuffer.allocate(1000);
        while (client.receive(buffer.clear(), deadline) > 0) {
            text.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
        }
        return deadline.isOver() ? text + " and no end" : text.toString();
    }

    /** Replies with the request, which ends with a dot, or with a fixed text. */
    private static class Echo implements Session {
        private final Connection connection;
        private final String reply;
        private final StringBuilder request = new StringBuilder();

        Echo(Connection connection) {
            this(connection, "");
        }

        Echo(Connection connection, String reply) {
            this.connection = connection;
            this.reply = reply;
        }

        @Override
        public void received(ByteBuffer bytes) {
            request.append(StandardCharsets.US_ASCII.decode(bytes));
            if (request.charAt(request.length() - 1) == '.') {
                connection.pause();
                String text = reply.isEmpty() ? request.toString() : reply;
                // Replies from another thread, as a health check does.
                new Thread(() -> connection.finish(text.getBytes(StandardCharsets.US_ASCII))).start();
            }
        }

        @Override
        public void ended() {
            connection.finish(new byte[0]);
        }

        @Override
        public void onTimeout() {
            connection.finish("onTimeout".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
