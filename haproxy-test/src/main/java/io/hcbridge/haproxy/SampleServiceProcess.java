/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import io.hcbridge.ipc.health.HealthClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A {@link SampleService} in a separate process, which tests can kill. */
public final class SampleServiceProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(15);
    private static final Duration LEAVE = Duration.ofSeconds(3);

    private final String name;
    private final Path directory;
    private final Duration leave;
    private final List<String> group;
    private final int port = FreePort.next();

    private ChildProcess process;

    private SampleServiceProcess(String name, Path directory, Duration leave, List<String> group) throws IOException {
        this.group = group;
        this.name = name;
        this.directory = directory;
        this.leave = leave;
        this.process = launch();
    }

    /** Starts a service in {@code directory}, which is created if it does not exist. Does not wait; see {@link #awaitStarted}. */
    public static SampleServiceProcess start(String name, Path directory) throws IOException {
        return start(name, directory, LEAVE);
    }

    /** @param leave longest time to drain at the end of the service, whole seconds */
    static SampleServiceProcess start(String name, Path directory, Duration leave) throws IOException {
        Files.createDirectories(directory);
        return new SampleServiceProcess(name, directory, leave, List.of());
    }

    /** Starts a service that pushes reports to a group of a bridge. Its target has the name of {@code directory}. */
    public static SampleServiceProcess startPushing(Path directory, String group, Path groupDirectory)
            throws IOException {
        Files.createDirectories(directory);
        String name = directory.getFileName().toString();
        return new SampleServiceProcess(name, directory, LEAVE, List.of(group, groupDirectory.toString()));
    }

    /** Waits until the service has published its health socket and accepts HTTP requests. */
    public SampleServiceProcess awaitStarted() {
        Await.until(name + " to start", START_LIMIT, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(name + " ended:\n" + process.output());
            }
            return process.output().contains("listening on port " + port);
        });
        return this;
    }

    public String name() {
        return name;
    }

    /** Returns the directory of {@code .hc-socket}. */
    public Path directory() {
        return directory;
    }

    /** Returns the address of the HTTP server. A restart does not change it. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Lets the health check fail with this text. */
    public void sick(String text) throws IOException {
        process.say("sick " + text);
    }

    public void well() throws IOException {
        process.say("well");
    }

    /** Lets the health check block. */
    public void hang() throws IOException {
        process.say("hang");
    }

    /** Lets the service drain. */
    public void drain(String reason) throws IOException {
        process.say("drain " + reason);
    }

    /** Ends the drain. */
    public void ready() throws IOException {
        process.say("ready");
    }

    /** Sets the weight that the service reports. */
    public void weight(int percent) throws IOException {
        process.say("weight " + percent);
    }

    /** Removes the weight. */
    public void clearWeight() throws IOException {
        process.say("weight");
    }

    /** Sends SIGKILL. The socket and {@code .hc-socket} remain. */
    public void kill() {
        process.kill();
    }

    /** Sends SIGTERM and waits for the end. The service drains first, for a limited time. */
    public void terminate() {
        process.terminate();
    }

    /** Sends SIGTERM and does not wait. */
    void beginToEnd() {
        process.beginToEnd();
    }

    /** Restarts the service in the same directory and on the same port. */
    public void restart() throws IOException {
        process.close();
        process = launch();
        awaitStarted();
    }

    @Override
    public void close() {
        process.close();
    }

    private ChildProcess launch() throws IOException {
        Path output = directory.resolve("service.log");
        Files.deleteIfExists(output);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                SampleService.class.getName(),
                directory.toString(),
                Integer.toString(port),
                HealthClient.DEFAULT_SOCKET_DIRECTORY.toString(),
                Long.toString(leave.toSeconds())));
        command.addAll(group);
        return ChildProcess.start(command, output);
    }
}
