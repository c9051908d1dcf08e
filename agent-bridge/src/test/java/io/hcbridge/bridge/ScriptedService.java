/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A service whose health socket does what a test tells it to; it publishes itself in a directory like a real one. */
final class ScriptedService implements AutoCloseable {
    /** What is done with one accepted connection, on the accepting thread. */
    interface Behaviour {
        void handle(SocketChannel client) throws IOException;
    }

    private final ServerSocketChannel server;
    private final Path socket;
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<SocketChannel> held = new CopyOnWriteArrayList<>();

    private volatile Behaviour behaviour;

    private ScriptedService(Path directory, String name, Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.socket = directory.resolve(name + ".sock");
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket), 128);
        Files.writeString(directory.resolve(".hc-socket"), name);
        Thread acceptor = new Thread(this::accept, "scripted service " + name);
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** Listens in {@code directory}, which is also its socket directory. */
    static ScriptedService in(Path directory, String name, Behaviour behaviour) {
        try {
            return new ScriptedService(directory, name, behaviour);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the request, then sends these bytes and closes; it does not know {@code status}. */
    static Behaviour replies(String text) {
        return knowsOnlyPing(client -> {
            client.write(StandardCharsets.UTF_8.encode(text));
            client.close();
        });
    }

    /** HealthResponder any request with a status line. */
    static Behaviour says(String status) {
        return answers(status, "not asked for a ping");
    }

    /** HealthResponder {@code status} and {@code ping} with these bytes. */
    static Behaviour answers(String status, String ping) {
        return byVerb(status, client -> {
            client.write(StandardCharsets.UTF_8.encode(ping));
            client.close();
        });
    }

    /** HealthResponder {@code status} with a usage text, as a Go server does, and does something else about a {@code ping}. */
    static Behaviour knowsOnlyPing(Behaviour onPing) {
        return byVerb("send 'ping' to trigger healthcheck", onPing);
    }

    private static Behaviour byVerb(String status, Behaviour onPing) {
        return client -> {
            ByteBuffer request = ByteBuffer.allocate(64);
            client.read(request);
            if (request.position() > "ping".length()) {
                client.write(StandardCharsets.UTF_8.encode(status));
                client.close();
            } else {
                onPing.handle(client);
            }
        };
    }

    /** Never answers, and keeps the connection. */
    Behaviour hangs() {
        return held::add;
    }

    void now(Behaviour next) {
        behaviour = next;
    }

    /** How many connections were accepted. */
    int accepted() {
        return accepted.get();
    }

    /** How many connections are kept unanswered. */
    List<SocketChannel> held() {
        return held;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                accepted.incrementAndGet();
                behaviour.handle(client);
            } catch (IOException e) {
                // A client that left, or close(): the loop's condition tells which.
            }
        }
    }

    /** Dies as by SIGKILL: the socket and the file stay behind. */
    void kill() throws IOException {
        server.close();
        for (SocketChannel client : held) {
            client.close();
        }
    }

    @Override
    public void close() {
        try {
            kill();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
