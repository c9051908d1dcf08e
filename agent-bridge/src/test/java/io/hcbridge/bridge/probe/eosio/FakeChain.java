/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.eosio;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server that plays nodeos, Hyperion and the contract API with all their faults: a test says what it sends, byte by byte. */
public final class FakeChain implements Closeable {
    private static final int CLIENT_MILLIS = 10_000;

    private final ServerSocket server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private volatile Answer answer = silence();

    /** What is done with a connection after its request's head was read. */
    public interface Answer {
        void to(Socket client) throws IOException;
    }

    public FakeChain() throws IOException {
        server = new ServerSocket(0, 400, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    public FakeChain answers(Answer next) {
        answer = next;
        return this;
    }

    /** An answer with a body, in JSON as its header says. */
    public static Answer json(int status, String body) {
        return raw("HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n" + body);
    }

    /** Bytes, and then the end of the connection. */
    public static Answer raw(String bytes) {
        return client -> {
            OutputStream out = client.getOutputStream();
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            client.shutdownOutput();
        };
    }

    /** Nothing, with the connection open. */
    public static Answer silence() {
        return client -> {};
    }

    /** Bytes, and then nothing more. */
    public static Answer stuckAfter(String bytes) {
        return client -> client.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    public int port() {
        return server.getLocalPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** The heads of all requests, with their line ends. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Drops the record of the requests so far. */
    public void forget() {
        requests.clear();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                client.setSoTimeout(CLIENT_MILLIS);
                open.add(client);
                daemon(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        try {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            StringBuilder head = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.append(line).append('\n');
            }
            if (head.length() > 0) {
                requests.add(head.toString());
                answer.to(client);
            }
            // The client closes first.
            while (in.read() >= 0) {
                // Nothing more is expected.
            }
            client.close();
        } catch (SocketException e) {
            // The client has left.
        } catch (IOException e) {
            throw new AssertionError("a client of the fake chain", e);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "fake chain");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket client : open) {
            client.close();
        }
    }
}
