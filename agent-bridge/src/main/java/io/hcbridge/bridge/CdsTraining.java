/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import io.hcbridge.ipc.health.HealthServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lives the lives of the daemon and of a probe in short, on loopback and in a directory of its own, and lists the classes that they
 * load, for the JVM to archive them: with that archive the daemon starts in half the time. The build runs it, and
 * {@code hcbridge archive}.
 */
final class CdsTraining {
    private static final long LIMIT_SECONDS = 30;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int READ_LIMIT_MILLIS = 5000;

    private final String jar;
    private final Path directory;
    private final Set<String> classes = new LinkedHashSet<>();

    private CdsTraining(String jar, Path directory) {
        this.jar = jar;
        this.directory = directory;
    }

    /** Takes hcbridge.jar and where to write the list. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("hcbridge-rehearsal");
        try (HealthServer service = HealthServer.builder()
                .directory(directory)
                .socketDirectory(directory)
                .start(() -> {})) {
            service.weight(75);
            CdsTraining rehearsal = new CdsTraining(arguments[0], directory);
            rehearsal.daemon();
            rehearsal.probe();
            Files.write(Path.of(arguments[1]), rehearsal.classes);
        }
        Files.delete(directory);
    }

    private void daemon() throws IOException, InterruptedException {
        int agent = freePort();
        int metrics = freePort();
        Path config = Files.writeString(
                directory.resolve("hcbridge.yaml"), """
                agent: {listen: 127.0.0.1:%d, reply-deadline: 10s}
                metrics: {listen: 127.0.0.1:%d}
                targets: {rehearsal: {directory: %s, socket-directory: %s}}
                """.formatted(agent, metrics, directory, directory));
        Path list = directory.resolve("daemon.classes");
        Process daemon = start(list, "-jar", jar, "serve", "--config", config.toString());
        try {
            expect(ask(agent, "rehearsal\n"), "up 75%\n");
            expect(ask(metrics, "GET /metrics HTTP/1.0\r\n\r\n"), "hcbridge_replies_total");
        } finally {
            daemon.destroy();
        }
        finish(daemon, list);
        Files.delete(config);
    }

    private void probe() throws IOException, InterruptedException {
        Path list = directory.resolve("probe.classes");
        finish(
                start(
                        list,
                        "-cp",
                        jar,
                        "io.hcbridge.ipc.health.ProbeCommand",
                        directory.toString(),
                        "--socket-directory",
                        directory.toString()),
                list);
    }

    private static Process start(Path list, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xshare:off",
                "-XX:DumpLoadedClassList=" + list));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void finish(Process process, Path list) throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("it did not end within " + LIMIT_SECONDS + "s");
        }
        classes.addAll(Files.readAllLines(list));
        Files.delete(list);
    }

    private static void expect(String answer, String part) throws IOException {
        if (!answer.contains(part)) {
            throw new IOException("the answer has no '" + part.strip() + "': " + answer);
        }
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
                if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }
}
