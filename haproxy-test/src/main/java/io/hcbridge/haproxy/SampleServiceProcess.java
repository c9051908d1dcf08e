/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import io.hcbridge.ipc.health.HealthClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A {@link SampleService} in a process of its own, so that it can be killed. */
public final class SampleServiceProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(15);
    private static final int LEAVE_SECONDS = 3;

    private final String name;
    private final Path directory;
    private final int port = FreePort.next();

    private ChildProcess process;

    private SampleServiceProcess(String name, Path directory) throws IOException {
        this.name = name;
        this.directory = directory;
        this.process = launch();
    }

    /** Launches a service in {@code directory}, which is made where it is missing; {@link #awaitStarted} says when it answers. */
    public static SampleServiceProcess start(String name, Path directory) throws IOException {
        Files.createDirectories(directory);
        return new SampleServiceProcess(name, directory);
    }

    /** Returns when the service has published its health socket and answers HTTP. */
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

    /** The directory with its {@code .hc-socket}. */
    public Path directory() {
        return directory;
    }

    /** Where it answers HTTP, over restarts too. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Lets its health check fail with this text. */
    public void sick(String text) throws IOException {
        process.say("sick " + text);
    }

    public void well() throws IOException {
        process.say("well");
    }

    /** Lets its health check hang. */
    public void hang() throws IOException {
        process.say("hang");
    }

    /** Lets it ask for no new traffic. */
    public void drain(String reason) throws IOException {
        process.say("drain " + reason);
    }

    /** Lets it ask for traffic again. */
    public void ready() throws IOException {
        process.say("ready");
    }

    /** Lets it ask for so many percent of its traffic. */
    public void weight(int percent) throws IOException {
        process.say("weight " + percent);
    }

    /** Lets it ask for no weight any more. */
    public void clearWeight() throws IOException {
        process.say("weight");
    }

    /** Ends it by SIGKILL: its socket and its {@code .hc-socket} stay behind. */
    public void kill() {
        process.kill();
    }

    /** Ends it by SIGTERM: it takes leave of HAProxy first, for {@value #LEAVE_SECONDS} s at the most. */
    public void terminate() {
        process.terminate();
    }

    /** Tells it to end as {@link #terminate} does, and does not wait. */
    void beginToEnd() {
        process.beginToEnd();
    }

    /** Starts it again, in the same directory and on the same port. */
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
        return ChildProcess.start(
                List.of(
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
                        Integer.toString(LEAVE_SECONDS)),
                output);
    }
}
