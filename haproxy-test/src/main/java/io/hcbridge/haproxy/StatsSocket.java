/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * HAProxy's command socket. Each call opens a connection. A reply must arrive within 5 s and have at most 8 MiB.
 *
 * @param path path of the unix socket
 */
public record StatsSocket(Path path) {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MAX_REPLY_BYTES = 8 << 20;

    /** Returns all servers of all backends. */
    public List<ServerState> servers() {
        return StatsReply.servers(ask("show stat -1 4 -1 typed"), ask("show servers state"));
    }

    /**
     * Returns all servers. Each state is from a moment without a running agent check, because HAProxy does not show the agent's text during
     * a check.
     *
     * @throws IllegalStateException if there is no such moment within 5 s
     */
    public Collection<ServerState> serversAtRest() {
        Map<String, ServerState> states = new LinkedHashMap<>();
        Await.until("a moment between the agent checks of each server", LIMIT, () -> {
            List<ServerState> all = servers();
            all.stream()
                    .filter(s -> !s.isAgentBeingAsked())
                    .forEach(s -> states.put(s.backend() + "/" + s.server(), s));
            return states.size() == all.size();
        });
        return states.values();
    }

    /**
     * Returns one server, at a moment without a running agent check.
     *
     * @throws IllegalStateException if HAProxy has no server of this name
     */
    public ServerState server(String backend, String server) {
        return serversAtRest().stream()
                .filter(s -> s.backend().equals(backend) && s.server().equals(server))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("HAProxy has no server " + backend + "/" + server));
    }

    /** Sends {@code set server}, as an operator does. {@code what} is for example {@code state maint}, {@code weight 50}. */
    public void set(String backend, String server, String what) {
        String reply = ask("set server " + backend + "/" + server + " " + what).strip();
        if (!reply.isEmpty()) {
            throw new IllegalArgumentException("set server " + backend + "/" + server + " " + what + ": " + reply);
        }
    }

    /** Returns whether HAProxy replies. */
    boolean isAnswering() {
        try {
            return exchange("show info").startsWith("Name:");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Sends one command and returns the whole reply. */
    public String ask(String command) {
        try {
            return exchange(command);
        } catch (IOException e) {
            throw new UncheckedIOException("HAProxy command '" + command + "': " + e.getMessage(), e);
        }
    }

    private String exchange(String command) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            // One write is enough, because a command is much shorter than the socket's buffer.
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
            channel.register(selector, SelectionKey.OP_READ);
            return readToEnd(channel, selector);
        }
    }

    private static String readToEnd(SocketChannel channel, Selector selector) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        while (channel.read(buffer) >= 0) {
            reply.write(buffer.array(), 0, buffer.position());
            if (reply.size() > MAX_REPLY_BYTES) {
                throw new IOException("reply longer than " + MAX_REPLY_BYTES + " bytes");
            }
            if (buffer.position() == 0) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new SocketTimeoutException("no complete reply within " + LIMIT.toMillis() + " ms");
                }
                selector.select(left);
                selector.selectedKeys().clear();
            }
            buffer.clear();
        }
        return reply.toString(StandardCharsets.ISO_8859_1);
    }
}
