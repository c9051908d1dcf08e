/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client of the agent port that sends and receives raw bytes. */
public final class AgentClient implements AutoCloseable {
    private static final int READ_LIMIT_MILLIS = 15_000;

    private final Socket socket = new Socket();

    public AgentClient(int port) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_LIMIT_MILLIS);
        socket.setSoTimeout(READ_LIMIT_MILLIS);
        socket.setTcpNoDelay(true);
    }

    /** Sends {@code request} and returns everything up to the end of the stream. */
    public static String ask(int port, String request) throws IOException {
        try (AgentClient client = new AgentClient(port).send(request)) {
            return client.reply();
        }
    }

    public AgentClient send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    public AgentClient endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Closes the connection with a reset, as HAProxy does. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Returns everything up to a clean end of the stream. A reset is an {@link IOException}. */
    public String reply() throws IOException {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            reply.write(b);
        }
        return reply.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
