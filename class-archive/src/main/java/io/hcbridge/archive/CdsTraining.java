/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.archive;

import io.hcbridge.ipc.health.HealthServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists the classes that the daemon and the probe load. It runs the daemon for one check of a health socket, one by HTTP, one by TCP and
 * one metrics page, then the probe. Both query a service in this process. Uses the loopback interface and a temporary directory.
 *
 * <p>The classes of TLS and gRPC are left out. The JVM relocates the whole archive when it starts, so each archived class takes memory, even
 * if it is not used. These classes would take 9 MB.
 */
final class CdsTraining {
    private static final String TARGET = "training";

    private final Path jar;
    private final Path directory;
    private final ClassList classes = new ClassList();

    private CdsTraining(Path jar, Path directory) {
        this.jar = jar;
        this.directory = directory;
    }

    /** Returns the classes that {@code hcbridge serve} and {@code hcbridge probe} of this jar load. */
    static ClassList run(Path jar) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("hcbridge-training");
        CdsTraining training = new CdsTraining(jar, directory);
        try (HealthServer service = HealthServer.builder()
                .directory(directory)
                .socketDirectory(directory)
                .start(() -> {})) {
            service.weight(75);
            training.daemon();
            training.probe();
        } finally {
            training.deleteFiles();
        }
        return training.classes;
    }

    private void daemon() throws IOException, InterruptedException {
        int agent = freePort();
        int metrics = freePort();
        Path config = Files.writeString(file("hcbridge.yaml"), """
                agent: {listen: 127.0.0.1:%1$d, reply-deadline: 30s}
                metrics: {listen: 127.0.0.1:%2$d}
                targets:
                  %3$s: {directory: %4$s, socket-directory: %4$s}
                  http: {http: {url: 'http://127.0.0.1:%2$d/metrics'}}
                  tcp: {tcp: {address: '127.0.0.1:%2$d'}}
                """.formatted(agent, metrics, TARGET, directory));
        try (JavaProcess daemon = start("-jar", jar.toString(), "serve", "--config", config.toString())) {
            Request.send(daemon, agent, TARGET + "\n", "up 75%\n");
            Request.send(daemon, metrics, "GET /metrics HTTP/1.0\r\n\r\n", "hcbridge_replies_total");
            probeMetricsPort(daemon, agent);
            daemon.terminate();
            finish(daemon);
        }
    }

    /** Probes the daemon's own metrics port, which answers by HTTP. */
    private static void probeMetricsPort(JavaProcess daemon, int agent) throws IOException, InterruptedException {
        Request.send(daemon, agent, "http\n", "up\n");
        Request.send(daemon, agent, "tcp\n", "up\n");
    }

    private void probe() throws IOException, InterruptedException {
        String main = "io.hcbridge.ipc.health.ProbeCommand";
        String where = directory.toString();
        try (JavaProcess probe = start("-cp", jar.toString(), main, where, "--socket-directory", where)) {
            finish(probe);
        }
    }

    private JavaProcess start(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-Xshare:off", "-XX:DumpLoadedClassList=" + file("classes")));
        all.addAll(List.of(arguments));
        return JavaProcess.start(all);
    }

    private void finish(JavaProcess process) throws IOException, InterruptedException {
        int exitCode = process.exitCode();
        if (exitCode != 0) {
            throw process.failure("exit code " + exitCode);
        }
        classes.add(Files.readAllLines(file("classes")));
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private void deleteFiles() throws IOException {
        Files.deleteIfExists(file("classes"));
        Files.deleteIfExists(file("hcbridge.yaml"));
        Files.delete(directory);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
