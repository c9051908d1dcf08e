/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** A client that a test controls step by step. Every wait ends after 20 s. */
public final class TestPeer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SocketChannel channel;

    private TestPeer(SocketChannel channel) {
        this.channel = channel;
    }

    public static TestPeer connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            return new TestPeer(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Sends {@code request} and reads to the end of the stream. */
    public static String ask(Path socket, String request) throws IOException {
        try (TestPeer peer = connect(socket)) {
            return peer.send(request.getBytes(UTF_8)).readToEnd();
        }
    }

    public TestPeer send(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            await(SelectionKey.OP_WRITE);
            channel.write(rest);
        }
        return this;
    }

    public TestPeer endInput() throws IOException {
        channel.shutdownOutput();
        return this;
    }

    /** Reads the next bytes, at least one. Returns an empty text at a clean end of the stream. */
    public byte[] readSome() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        await(SelectionKey.OP_READ);
        channel.read(buffer);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** Reads all bytes up to a clean end of the stream. */
    public byte[] readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] some = readSome(); some.length > 0; some = readSome()) {
            all.writeBytes(some);
        }
        return all.toByteArray();
    }

    public String readToEnd() throws IOException {
        return new String(readAll(), UTF_8);
    }

    /** Returns whether the server has sent bytes or has closed. */
    public boolean hasInput() throws IOException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            return selector.selectNow() > 0;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void await(int operation) throws IOException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, operation);
            if (selector.select(PATIENCE.toMillis()) == 0) {
                throw new IOException("nothing happened for " + PATIENCE);
            }
        }
    }
}
