/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import io.hcbridge.ipc.health.HealthClient;
import io.hcbridge.ipc.health.HealthServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lives a bridge's life in short, on loopback and in a directory of its own, for the JVM to archive the classes that it needs:
 * with that archive the daemon starts in half the time. The build runs it, and {@code hcbridge archive}.
 */
final class Rehearsal {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int READ_LIMIT_MILLIS = 5000;

    private Rehearsal() {}

    /** Ends with 0 if the bridge answered. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("hcbridge-rehearsal");
        int agent = freePort();
        int metrics = freePort();
        Path config = Files.writeString(directory.resolve("hcbridge.yaml"), config(directory, agent, metrics));
        boolean answered;
        try (HealthServer service = HealthServer.builder()
                .directory(directory)
                .socketDirectory(directory)
                .start(() -> {})) {
            service.weight(75);
            HealthClient.of(directory).socketDirectory(directory).check();
            Thread daemon = new Thread(() -> Main.main(new String[] {"serve", "--config", config.toString()}), "serve");
            daemon.setDaemon(true);
            daemon.start();
            answered = ask(agent, "rehearsal\n").equals("up 75%\n")
                    && ask(metrics, "GET /metrics HTTP/1.0\r\n\r\n").contains("hcbridge_replies_total");
        } finally {
            Files.delete(config);
            Files.delete(directory);
        }
        System.exit(answered ? ExitCode.SUCCESS : ExitCode.FAILURE);
    }

    private static String config(Path directory, int agent, int metrics) {
        return """
                agent: {listen: 127.0.0.1:%d}
                metrics: {listen: 127.0.0.1:%d}
                log: {level: error}
                targets: {rehearsal: {directory: %s, socket-directory: %s}}
                """.formatted(agent, metrics, directory, directory);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** Asks as soon as somebody listens. */
    private static String ask(int port, String request) throws IOException {
        long start = System.nanoTime();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_LIMIT_MILLIS);
                socket.setSoTimeout(READ_LIMIT_MILLIS);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            } catch (IOException e) {
                if (System.nanoTime() - start > LIMIT_NANOS) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }
}
