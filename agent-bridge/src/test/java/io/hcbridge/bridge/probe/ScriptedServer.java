/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP server on the loopback address that does what the test says, well or badly. */
public final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final Semaphore ends = new Semaphore(0);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Serves one connection; the socket is closed when it returns. */
    public interface Script {
        void serve(ScriptedServer server, Socket client) throws IOException, InterruptedException;
    }

    public ScriptedServer(Script script) throws IOException {
        this.script = script;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    /** Answers each request on a connection by the same bytes, and closes after {@code most} of them. */
    public static ScriptedServer answering(int most, String answer) throws IOException {
        return new ScriptedServer((server, client) -> {
            for (int i = 0; i < most; i++) {
                if (server.readHead(client).isEmpty()) {
                    return;
                }
                write(client, answer);
            }
        });
    }

    public int port() {
        return listener.getLocalPort();
    }

    public int connections() {
        return connections.get();
    }

    /** Waits until this many connections have ended. */
    public void awaitEnds(int number) throws InterruptedException {
        ends.acquire(number);
    }

    /** What was read by {@link #readHead}. */
    public List<String> received() {
        return List.copyOf(received);
    }

    /** Reads up to a blank line; empty at the end. */
    public String readHead(Socket client) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = client.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        received.add(head.toString());
        return head.toString();
    }

    public static void write(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        client.getOutputStream().flush();
    }

    /** Keeps a connection open until the test ends. */
    public void hold() throws InterruptedException {
        released.await();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                connections.incrementAndGet();
                open.add(client);
                daemon(() -> serve(client));
            }
        } catch (IOException closed) {
            released.countDown();
        }
    }

    private void serve(Socket client) {
        try (client) {
            script.serve(this, client);
        } catch (SocketException clientHasLeft) {
            // As it may.
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            ends.release();
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "scripted server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : open) {
            client.close();
        }
    }
}
