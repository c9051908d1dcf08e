/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.warmup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Clients that ask at the same time, as HAProxy's checks do. Belongs to one thread. */
final class RehearsalClients {
    private final InetSocketAddress agent;
    private final List<String> targets;
    private String lastReply = "";

    RehearsalClients(int port, int clients) {
        this.agent = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.targets = targets(clients);
    }

    /** The names that so many clients ask for. */
    static List<String> targets(int clients) {
        return IntStream.range(0, clients).mapToObj(i -> "t" + i).toList();
    }

    String lastReply() {
        return lastReply;
    }

    /**
     * Asks for each target once.
     *
     * @param timeout for each reply; in a cold JVM the first may be late
     * @return how many were answered
     */
    int ask(Duration timeout) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (String target : targets) {
                Socket socket = new Socket();
                sockets.add(socket);
                socket.setSoTimeout((int) timeout.toMillis());
                socket.connect(agent, (int) timeout.toMillis());
                socket.getOutputStream().write((target + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            int answered = 0;
            for (Socket socket : sockets) {
                answered += isAnswered(socket) ? 1 : 0;
            }
            return answered;
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private boolean isAnswered(Socket socket) throws IOException {
        try {
            lastReply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return true;
        } catch (SocketTimeoutException late) {
            return false;
        }
    }
}
