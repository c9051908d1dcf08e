/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.archive;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends a request to a port on loopback. Retries until the process listens there. */
final class Request {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int READ_LIMIT_MILLIS = 40_000;

    private Request() {}

    /**
     * Sends the request and checks the reply.
     *
     * @throws IOException if the reply does not contain {@code part}, the process ends, or it does not listen within 60 s
     */
    static void send(JavaProcess process, int port, String request, String part) throws IOException {
        long start = System.nanoTime();
        while (true) {
            try {
                String reply = reply(port, request);
                if (!reply.contains(part)) {
                    throw process.failure(
                            "the reply to '" + request.strip() + "' must contain '" + part.strip() + "': " + reply);
                }
                return;
            } catch (ConnectException e) {
                if (!process.isAlive() || System.nanoTime() - start > LIMIT_NANOS) {
                    throw process.failure("port " + port + ": " + e.getMessage());
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private static String reply(int port, String request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_LIMIT_MILLIS);
            socket.setSoTimeout(READ_LIMIT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
