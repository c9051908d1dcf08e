/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.haproxy.ChildProcess;
import io.hcbridge.haproxy.FreePort;
import io.hcbridge.protocol.health.SocketName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A temporary directory with the services' directories, which all name the one health server in C, and the processes that are started
 * for a measurement. Belongs to one thread.
 */
final class Workplace implements AutoCloseable {
    /** So many targets are asked in turn, so that no two askers share a probe. */
    static final int ASKED = 256;

    private static final String WITHOUT_WARM_UP = "-Dhcbridge.warm-up=false";
    private static final String SERVICE = "hcbridgebenchhs0";
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rw-------");
    private static final Duration START_LIMIT = Duration.ofSeconds(15);

    private final Programs programs;
    private final Path directory;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    Workplace(Programs programs) throws IOException {
        this.programs = programs;
        this.directory = Files.createTempDirectory("hcbridge-bench");
        Path socket = serviceSocket();
        start(List.of(programs.floor().toString(), "health", socket.toString()));
        awaitListening(socket);
        // With the default mode the bridge need not ask who answers.
        Files.setPosixFilePermissions(socket, OWN);
    }

    Programs programs() {
        return programs;
    }

    /** Where all sockets are. */
    Path directory() {
        return directory;
    }

    /** The health server in C, which everyone probes. */
    Path serviceSocket() {
        return directory.resolve(SERVICE + ".sock");
    }

    Server floor() throws IOException {
        int port = FreePort.next();
        return agent("floor", port, programs.floor(), "" + port);
    }

    Server base() throws IOException {
        int port = FreePort.next();
        return agent("Go", port, programs.base(), "127.0.0.1:" + port);
    }

    private Server agent(String name, int port, Path program, String address) throws IOException {
        long pid = start(
                List.of(program.toString(), "agent", address, serviceSocket().toString()));
        SocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        await(name + " to listen", () -> isListening(local));
        return Server.agent(name, port, pid);
    }

    Server bridge(Path config) throws IOException {
        BridgeProcess bridge = bridgeProcess(config);
        return Server.agent("bridge", bridge.agent().getPort(), bridge.pid());
    }

    /** The bridge, as an operator starts it. */
    BridgeProcess bridgeProcess(Path config) throws IOException {
        return keep(
                BridgeProcess.start(programs.home(), directory.resolve("bridge.log"), List.of("--config=" + config)));
    }

    /**
     * Starts {@code hcbridge serve} on this port, without waiting for it; the caller ends it.
     *
     * @param warmsUp whether it warms up before its port opens
     */
    ChildProcess serve(Path config, int port, boolean warmsUp) throws IOException {
        List<String> command = List.of(
                "env",
                "HCBRIDGE_JAVA_OPTS=" + (warmsUp ? "" : WITHOUT_WARM_UP),
                programs.script().toString(),
                "serve",
                "--config=" + config,
                "--listen=127.0.0.1:" + port,
                "--metrics=127.0.0.1:" + FreePort.next());
        return ChildProcess.start(command, directory.resolve("serve.log"));
    }

    /** A configuration with the targets {@code t0} and so on. */
    Path config(int targets, String agentSettings) throws IOException {
        StringBuilder text = new StringBuilder("agent: {" + agentSettings + "}\nlog: {level: warn}\ntargets:\n");
        for (int i = 0; i < targets; i++) {
            text.append("  t%d: {directory: %s, socket-directory: %s}\n".formatted(i, service(i), directory));
        }
        return Files.writeString(Files.createTempFile(directory, "hcbridge", ".yaml"), text);
    }

    /** The directory of one of the services, where it is published that the server in C answers for it. */
    Path service(int number) throws IOException {
        Path service = Files.createDirectories(directory.resolve("services/t" + number));
        Path file = Files.writeString(service.resolve(SocketName.FILE_NAME), SERVICE);
        Files.setPosixFilePermissions(file, OWN);
        return service;
    }

    /** Starts a program that ends with this workplace; gives its process. */
    long start(List<String> command) throws IOException {
        return keep(ChildProcess.start(command, directory.resolve("programs.log")))
                .pid();
    }

    void awaitListening(Path socket) {
        await("someone to listen on " + socket, () -> isListening(UnixDomainSocketAddress.of(socket)));
    }

    void await(String what, BooleanSupplier condition) {
        Await.until(what, START_LIMIT, condition);
    }

    /** Has it end with this workplace. */
    <T extends AutoCloseable> T keep(T part) {
        started.push(part);
        return part;
    }

    /** Ends what was started, the last first, and deletes the directory. */
    @Override
    public void close() throws IOException {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                System.err.println("while ending: " + e);
            }
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isListening(SocketAddress address) {
        try (SocketChannel channel = SocketChannel.open(address)) {
            return channel.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
