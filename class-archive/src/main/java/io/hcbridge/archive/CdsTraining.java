/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.archive;

import io.hcbridge.ipc.health.HealthServer;
import io.hcbridge.ipc.internal.StaleDirectories;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    private static final String CLASSES = "classes";
    private static final String CONFIG = "hcbridge.yaml";
    private static final String PREFIX = "hcbridge-training";
    /** Far longer than a training takes. */
    private static final Duration STALE_AFTER = Duration.ofHours(1);

    private final Path jar;
    private final Path directory;
    private final ClassList classes = new ClassList();

    private CdsTraining(Path jar, Path directory) {
        this.jar = jar;
        this.directory = directory;
    }

    /** Returns the classes that {@code hcbridge serve} and {@code hcbridge probe} of this jar load. */
    static ClassList run(Path jar) throws IOException, InterruptedException {
        // SLF4J prints a warning if two threads use it first at the same time, as those of the service and of its check
        // may.
        System.getLogger(CdsTraining.class.getName()).isLoggable(System.Logger.Level.INFO);
        Path directory = Files.createTempDirectory(PREFIX);
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
        Path config = Files.writeString(file(CONFIG), """
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
        List<String> all = new ArrayList<>(List.of("-Xshare:off", "-XX:DumpLoadedClassList=" + file(CLASSES)));
        all.addAll(List.of(arguments));
        return JavaProcess.start(all);
    }

    private void finish(JavaProcess process) throws IOException, InterruptedException {
        int exitCode = process.exitCode();
        if (exitCode != 0) {
            throw process.failure("exit code " + exitCode);
        }
        classes.add(Files.readAllLines(file(CLASSES)));
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    /** Also removes what killed processes of this user have left. */
    private void deleteFiles() throws IOException {
        StaleDirectories.removeBeside(directory, name -> name.startsWith(PREFIX), CdsTraining::isOwnFile, STALE_AFTER);
        Files.deleteIfExists(file(CLASSES));
        Files.deleteIfExists(file(CONFIG));
        Files.delete(directory);
    }

    /** Returns whether a file is one of the training, or one of the service that it queries. */
    private static boolean isOwnFile(String name) {
        return name.equals(CLASSES) || name.equals(CONFIG) || name.equals(".hc-socket") || name.endsWith(".sock");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
