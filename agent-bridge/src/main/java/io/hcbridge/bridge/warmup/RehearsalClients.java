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

/** Clients that check targets at the same time, as HAProxy does. Belongs to one thread. */
final class RehearsalClients {
    private final InetSocketAddress agent;
    private final List<String> targets;
    private String lastReply = "";

    RehearsalClients(int port, int clients) {
        this.agent = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.targets = targets(clients);
    }

    /** Returns one target name for each client. */
    static List<String> targets(int clients) {
        return IntStream.range(0, clients).mapToObj(i -> "t" + i).toList();
    }

    String lastReply() {
        return lastReply;
    }

    /**
     * Sends one agent check for each target.
     *
     * @param timeout timeout of each reply; the first reply may be late in a cold JVM
     * @return the number of replies
     */
    int check(Duration timeout) throws IOException {
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
                answered += readReply(socket) ? 1 : 0;
            }
            return answered;
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private boolean readReply(Socket socket) throws IOException {
        try {
            lastReply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return true;
        } catch (SocketTimeoutException late) {
            return false;
        }
    }
}
