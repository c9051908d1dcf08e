/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** An HTTP client of the metrics port that can misbehave. */
final class RawHttp implements AutoCloseable {
    private static final int READ_LIMIT_MILLIS = 10_000;

    private final Socket socket = new Socket();

    RawHttp(int port) throws IOException {
        // A small buffer makes a page that is not read wait in the server.
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_LIMIT_MILLIS);
        socket.setSoTimeout(READ_LIMIT_MILLIS);
    }

    /** Returns the whole response to one request without a body. */
    static String response(int port, String method, String path) throws IOException {
        try (RawHttp client = new RawHttp(port)) {
            return client.send(method + " " + path + " HTTP/1.1\r\nHost: x\r\n\r\n")
                    .rest();
        }
    }

    RawHttp send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Returns the next byte, or -1 at the end of the stream or after a reset. */
    int read() throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException reset) {
            return -1;
        }
    }

    /** Returns everything up to the end of the stream. */
    String rest() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        try {
            for (int n = socket.getInputStream().read(piece);
                    n >= 0;
                    n = socket.getInputStream().read(piece)) {
                all.write(piece, 0, n);
            }
        } catch (SocketException reset) {
            // The server has closed this connection. The bytes before the close are the result.
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
