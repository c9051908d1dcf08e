/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * An agent that sends the same reply to every connection, and counts the connections. It handles one connection at a time, as HAProxy
 * opens them for one server.
 */
final class ScriptedAgent implements AutoCloseable {
    /** When the reply is sent. */
    enum Manner {
        /** At once. HAProxy closes the connection. */
        AT_ONCE,
        /** At once. Then the agent closes the connection for writing. */
        AND_CLOSE,
        /** After HAProxy has closed the connection. */
        TOO_LATE
    }

    /** The reply to a connection. */
    record Answer(String bytes, Manner manner) {
        static Answer of(String bytes) {
            return new Answer(bytes, Manner.AT_ONCE);
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_REQUEST_BYTES = 1024;

    private final ServerSocket listener;
    private final Thread thread = new Thread(this::serve, "scripted-agent");

    /* Guarded by this. */
    private Answer answer;
    private int connections;
    private String lastRequest = "";
    private String lastPeer = "";

    ScriptedAgent(Answer answer) throws IOException {
        this.answer = answer;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread.setDaemon(true);
        thread.start();
    }

    static ScriptedAgent answering(String bytes) throws IOException {
        return new ScriptedAgent(Answer.of(bytes));
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** Changes the reply for later connections. */
    synchronized void answer(Answer next) {
        answer = next;
        connections = 0;
    }

    void answer(String bytes) {
        answer(Answer.of(bytes));
    }

    /** Waits until HAProxy has processed the current reply {@code times} times. */
    void awaitTaken(int times) {
        // HAProxy starts a check only after it has processed the previous one.
        Await.until("poll " + (times + 1) + " of an agent", PATIENCE, () -> connections() > times);
    }

    /** Waits until HAProxy has processed the reply {@code times} more times. */
    void awaitTakenAgain(int times) {
        synchronized (this) {
            connections = 0;
        }
        awaitTaken(times);
    }

    /** Returns the bytes that HAProxy sent on the last ended connection, at most 1 KiB. */
    synchronized String lastRequest() {
        return lastRequest;
    }

    /** Returns the source address of HAProxy's last connection. */
    synchronized String lastPeer() {
        return lastPeer;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private synchronized int connections() {
        return connections;
    }

    private synchronized Answer count(Socket socket) {
        lastPeer = socket.getInetAddress().getHostAddress();
        connections++;
        return answer;
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                handle(socket, count(socket));
            } catch (IOException endOfThisConnection) {
                // HAProxy ends every check with a reset.
            }
        }
    }

    private void handle(Socket socket, Answer given) throws IOException {
        byte[] bytes = given.bytes().getBytes(StandardCharsets.ISO_8859_1);
        if (given.manner() == Manner.TOO_LATE) {
            readToEnd(socket);
            socket.getOutputStream().write(bytes);
            return;
        }
        socket.getOutputStream().write(bytes);
        if (given.manner() == Manner.AND_CLOSE) {
            socket.shutdownOutput();
        }
        readToEnd(socket);
    }

    private void readToEnd(Socket socket) throws IOException {
        byte[] request = new byte[MAX_REQUEST_BYTES];
        int length = 0;
        try {
            int count = 0;
            while (count >= 0 && length < request.length) {
                length += count;
                count = socket.getInputStream().read(request, length, request.length - length);
            }
        } catch (SocketException reset) {
            // The bytes before the reset count.
        }
        synchronized (this) {
            lastRequest = new String(request, 0, length, StandardCharsets.ISO_8859_1);
        }
    }
}
