/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hcbridge.protocol.health.SocketName;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Separate JVMs: a service with a health server, and commands that run to their end. */
final class ServiceProcess implements AutoCloseable {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Process process;

    private ServiceProcess(Process process) {
        this.process = process;
    }

    /** The exit code of a command and both output streams, trimmed. */
    record Outcome(int exitCode, String out, String err) {}

    /** The main class of the service. */
    public static final class Main {
        private Main() {}

        /** Arguments: the service's directory, the socket directory and the socket's mode. Prints the socket. */
        public static void main(String[] arguments) throws Exception {
            HealthServer server = HealthServer.builder()
                    .directory(Path.of(arguments[0]))
                    .socketDirectory(Path.of(arguments[1]))
                    .mode(arguments[2])
                    .start(() -> {});
            System.out.println(server.socket());
            // The server's threads are daemons, so this one keeps the service alive.
            Thread.sleep(TimeUnit.MINUTES.toMillis(5));
        }
    }

    /** Starts a service and waits until it is ready. A shell runs {@code shell} before the service. */
    static ServiceProcess start(String shell, Path directory, Path sockets, String mode) throws Exception {
        List<String> command = List.of("sh", "-c", shell + "exec \"$0\" \"$@\"");
        ServiceProcess service = new ServiceProcess(new ProcessBuilder(
                        java(command, Main.class, classPath(), directory.toString(), sockets.toString(), mode))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        if (service.process.inputReader().readLine() == null) {
            throw new IOException("the service ended with " + service.process.waitFor());
        }
        return service;
    }

    /** Starts a main class. {@code prefix} precedes the command. Standard error is that of the tests. */
    static Process spawn(List<String> prefix, Class<?> main, String... arguments) throws Exception {
        return new ProcessBuilder(java(prefix, main, classPath(), arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Runs a main class to its end. {@code prefix} precedes the command. */
    static Outcome run(List<String> prefix, Class<?> main, String classPath, String... arguments) throws Exception {
        Process process = new ProcessBuilder(java(prefix, main, classPath, arguments)).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), out.strip(), err.strip());
    }

    /** Returns the class path for the probe and the test classes. */
    static String classPath() throws URISyntaxException {
        return location(ServiceProcess.class) + ":" + location(HealthServer.class) + ":" + location(SocketName.class);
    }

    static Path location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static List<String> java(List<String> prefix, Class<?> main, String classPath, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(JAVA, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Sends SIGTERM and waits for the end. Shutdown hooks run. */
    void terminate() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /** Sends SIGKILL and waits for the end. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
