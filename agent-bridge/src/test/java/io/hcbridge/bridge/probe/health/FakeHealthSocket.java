/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A scripted health socket with its {@code .hc-socket}. Each connection has its own thread. */
final class FakeHealthSocket implements AutoCloseable {
    /** Handles one request. */
    interface Script {
        void play(SocketChannel client, String request) throws IOException;
    }

    private final ServerSocketChannel server;
    private final Path path;
    private final Script script;
    private final Thread acceptor;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> kept = new CopyOnWriteArrayList<>();

    private FakeHealthSocket(Path path, Script script) throws IOException {
        this.path = path;
        this.script = script;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        acceptor = start(this::accept);
    }

    /** Listens in {@code directory}, which is the directory of the service and of its socket. */
    static FakeHealthSocket listen(Path directory, String name, Script script) throws IOException {
        FakeHealthSocket socket = new FakeHealthSocket(directory.resolve(name + ".sock"), script);
        Files.writeString(directory.resolve(".hc-socket"), name);
        return socket;
    }

    /** Listens at {@code path}. */
    static FakeHealthSocket at(Path path, Script script) throws IOException {
        return new FakeHealthSocket(path, script);
    }

    /** Returns a script that replies with these texts and closes. */
    static Script answers(String status, String ping) {
        return (client, request) -> {
            client.write(UTF_8.encode(request.equals("ping") ? ping : status));
            client.close();
        };
    }

    /** Returns a script that never replies. */
    static Script hangs() {
        return (client, request) -> {};
    }

    Path path() {
        return path;
    }

    /** Returns the requests so far. */
    List<String> requests() {
        return requests;
    }

    /** Ends like after SIGKILL: the socket and the file stay. */
    void kill() {
        close();
    }

    @Override
    public void close() {
        try {
            server.close();
            // The socket listens until a blocked accept has returned.
            acceptor.join();
            for (SocketChannel client : kept) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                kept.add(client);
                start(() -> serve(client));
            } catch (IOException closed) {
                // The loop condition decides whether to continue.
            }
        }
    }

    private void serve(SocketChannel client) {
        try {
            ByteBuffer request = ByteBuffer.allocate(64);
            client.read(request);
            String text = UTF_8.decode(request.flip()).toString();
            requests.add(text);
            script.play(client, text);
        } catch (IOException gone) {
            // The client has disconnected.
        }
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task, "fake health socket");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
