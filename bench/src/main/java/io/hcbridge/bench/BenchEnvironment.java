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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The environment of a measurement: a temporary directory and the started processes. The directory contains the services' directories.
 * All their {@code .hc-socket} files name the same health server, which is written in C. Not thread-safe.
 */
final class BenchEnvironment implements AutoCloseable {
    /** Number of targets that the clients request in turn. With this number, no two clients share a probe. */
    static final int ASKED = 256;

    private static final String WITHOUT_WARM_UP = "-Dhcbridge.warm-up=false";
    private static final String SERVICE = "hcbridgebenchhs0";
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rw-------");
    private static final Duration START_LIMIT = Duration.ofSeconds(15);

    private final Programs programs;
    private final Path directory;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    BenchEnvironment(Programs programs) throws IOException {
        this.programs = programs;
        this.directory = Files.createTempDirectory("hcbridge-bench");
        Path socket = serviceSocket();
        start(List.of(programs.floor().toString(), "health", socket.toString()));
        awaitListening(socket);
        // The default mode of a health server's socket.
        Files.setPosixFilePermissions(socket, OWN);
    }

    Programs programs() {
        return programs;
    }

    /** Returns the directory of all sockets. */
    Path directory() {
        return directory;
    }

    /** Returns the socket of the health server in C. All services use it. */
    Path serviceSocket() {
        return directory.resolve(SERVICE + ".sock");
    }

    Server floor() throws IOException {
        int port = FreePort.next();
        return agent(
                "floor",
                port,
                programs.floor(),
                "agent",
                "" + port,
                serviceSocket().toString());
    }

    Server base() throws IOException {
        return base("agent", serviceSocket().toString());
    }

    /**
     * Starts the Go program.
     *
     * @param kind what it probes
     * @param service the socket or the port of the service
     */
    Server base(String kind, String service) throws IOException {
        int port = FreePort.next();
        return agent("Go", port, programs.base(), kind, "127.0.0.1:" + port, service);
    }

    private Server agent(String name, int port, Path program, String... arguments) throws IOException {
        SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        List<String> command = Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                .toList();
        return Server.agent(name, port, listening(name, address, command));
    }

    /** Starts a program that listens on an address and returns its process id. */
    long listening(String name, SocketAddress address, List<String> command) throws IOException {
        long pid = start(command);
        await(name + " to listen", () -> isListening(address));
        return pid;
    }

    Server bridge(Path config) throws IOException {
        BridgeProcess bridge = bridgeProcess(config);
        return Server.agent("bridge", bridge.agent().getPort(), bridge.pid());
    }

    /** Starts the bridge as an operator does. */
    BridgeProcess bridgeProcess(Path config) throws IOException {
        return keep(
                BridgeProcess.start(programs.home(), directory.resolve("bridge.log"), List.of("--config=" + config)));
    }

    /**
     * Starts {@code hcbridge serve} on this port. Does not wait until the port is open. The caller must end the process.
     *
     * @param warmsUp whether the bridge warms up before it opens its port
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

    /** Writes a configuration with the targets {@code t0}, {@code t1} and so on. */
    Path config(int targets, String agentSettings) throws IOException {
        List<String> settings = new ArrayList<>();
        for (int i = 0; i < targets; i++) {
            settings.add("directory: %s, socket-directory: %s".formatted(service(i), directory));
        }
        return config(agentSettings, settings);
    }

    /** Writes a configuration with these settings of the targets {@code t0}, {@code t1} and so on. */
    Path config(String agentSettings, List<String> targets) throws IOException {
        return config(agentSettings, "", targets);
    }

    /** @param section a line with another section; may be empty */
    Path config(String agentSettings, String section, List<String> targets) throws IOException {
        StringBuilder text =
                new StringBuilder("agent: {" + agentSettings + "}\nlog: {level: warn}\n" + section + "\ntargets:\n");
        for (int i = 0; i < targets.size(); i++) {
            text.append("  t%d: {%s}\n".formatted(i, targets.get(i)));
        }
        return Files.writeString(Files.createTempFile(directory, "hcbridge", ".yaml"), text);
    }

    /** Creates the directory of a service. Its {@code .hc-socket} names the health server in C. */
    Path service(int number) throws IOException {
        Path service = Files.createDirectories(directory.resolve("services/t" + number));
        Path file = Files.writeString(service.resolve(SocketName.FILE_NAME), SERVICE);
        Files.setPosixFilePermissions(file, OWN);
        return service;
    }

    /** Starts a program and returns its process id. {@link #close} ends it. */
    long start(List<String> command) throws IOException {
        return keep(ChildProcess.start(command, directory.resolve("programs.log")))
                .pid();
    }

    void awaitListening(Path socket) {
        await("a process to listen on " + socket, () -> isListening(UnixDomainSocketAddress.of(socket)));
    }

    void await(String what, BooleanSupplier condition) {
        Await.until(what, START_LIMIT, condition);
    }

    /** Registers an object that {@link #close} closes. */
    <T extends AutoCloseable> T keep(T part) {
        started.push(part);
        return part;
    }

    /** Ends all started processes in reverse order and deletes the directory. */
    @Override
    public void close() throws IOException {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                System.err.println("hcbridge bench: close failed: " + e);
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
