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

/** A service with a scripted health socket. It publishes the socket in a directory like a real service. */
final class ScriptedService implements AutoCloseable {
    /** Handles one accepted connection on the accepting thread. */
    interface Behaviour {
        void handle(SocketChannel client) throws IOException;
    }

    private static final long STOP_LIMIT_MILLIS = 10_000;

    private final ServerSocketChannel server;
    private final Path socket;
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<SocketChannel> hanging = new CopyOnWriteArrayList<>();
    private final Thread acceptor;

    private volatile Behaviour behaviour;

    private ScriptedService(Path directory, Path socketDirectory, String name, Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.socket = socketDirectory.resolve(name + ".sock");
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket), 128);
        Files.writeString(directory.resolve(".hc-socket"), name);
        acceptor = new Thread(this::accept, "scripted service " + name);
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** Listens in {@code directory}, which is also its socket directory. */
    static ScriptedService in(Path directory, String name, Behaviour behaviour) {
        return in(directory, directory, name, behaviour);
    }

    static ScriptedService in(Path directory, Path socketDirectory, String name, Behaviour behaviour) {
        try {
            return new ScriptedService(directory, socketDirectory, name, behaviour);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a service without {@code status} that reads a {@code ping}, sends these bytes and closes. */
    static Behaviour replies(String text) {
        return supportsOnlyPing(client -> {
            client.write(StandardCharsets.UTF_8.encode(text));
            client.close();
        });
    }

    /** Returns a service that replies to every request with a status line. */
    static Behaviour repliesStatus(String status) {
        return answers(status, "not asked for a ping");
    }

    /** Returns a service that replies to {@code status} and {@code ping} with these bytes. */
    static Behaviour answers(String status, String ping) {
        return byVerb(status, client -> {
            client.write(StandardCharsets.UTF_8.encode(ping));
            client.close();
        });
    }

    /** Returns a service that replies to {@code status} with a usage text, as a Go server does, and handles {@code ping} differently. */
    static Behaviour supportsOnlyPing(Behaviour onPing) {
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

    /** Returns a service that never replies and keeps the connection open. */
    Behaviour hangs() {
        return hanging::add;
    }

    void setBehaviour(Behaviour next) {
        behaviour = next;
    }

    /** Returns the number of accepted connections. */
    int accepted() {
        return accepted.get();
    }

    /** Returns the open connections that got no reply. */
    List<SocketChannel> hanging() {
        return hanging;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                accepted.incrementAndGet();
                behaviour.handle(client);
            } catch (IOException e) {
                // The client disconnected, or this service was closed. The loop condition decides.
            }
        }
    }

    /** Ends like after SIGKILL: the socket and the file stay. After this call, connections are refused. */
    void kill() throws IOException {
        server.close();
        awaitAcceptor();
        for (SocketChannel client : hanging) {
            client.close();
        }
    }

    /**
     * Waits until the accepting thread has ended. Until then the kernel keeps the socket, and connections succeed even after it is closed.
     */
    private void awaitAcceptor() throws IOException {
        acceptor.interrupt();
        try {
            acceptor.join(STOP_LIMIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (acceptor.isAlive()) {
            throw new IOException("the scripted service did not stop within " + STOP_LIMIT_MILLIS + " ms");
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
