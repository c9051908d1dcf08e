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

/** A health socket that answers as a test tells it to, with its {@code .hc-socket} beside it; a thread for each connection. */
final class FakeHealthSocket implements AutoCloseable {
    /** What to do about one request. */
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

    /** Listens in {@code directory}, which is the service's and the sockets'. */
    static FakeHealthSocket listen(Path directory, String name, Script script) throws IOException {
        FakeHealthSocket socket = new FakeHealthSocket(directory.resolve(name + ".sock"), script);
        Files.writeString(directory.resolve(".hc-socket"), name);
        return socket;
    }

    /** Listens at {@code path}. */
    static FakeHealthSocket at(Path path, Script script) throws IOException {
        return new FakeHealthSocket(path, script);
    }

    /** Answers with these texts and closes. */
    static Script answers(String status, String ping) {
        return (client, request) -> {
            client.write(UTF_8.encode(request.equals("ping") ? ping : status));
            client.close();
        };
    }

    /** Never answers. */
    static Script hangs() {
        return (client, request) -> {};
    }

    Path path() {
        return path;
    }

    /** The requests so far. */
    List<String> requests() {
        return requests;
    }

    /** Dies as by SIGKILL: the socket and the file stay behind. */
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
                // The loop's condition tells.
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
            // The client has left.
        }
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task, "fake health socket");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
