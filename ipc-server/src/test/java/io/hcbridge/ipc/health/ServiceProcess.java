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

/** JVMs of their own: a service with a health server, killed in the end, and commands run to their end. */
final class ServiceProcess implements AutoCloseable {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Process process;

    private ServiceProcess(Process process) {
        this.process = process;
    }

    /** What a command left: its exit code and both streams, trimmed. */
    record Outcome(int exitCode, String out, String err) {}

    /** The service itself. */
    public static final class Main {
        private Main() {}

        /** Takes the service's directory, the socket directory and the socket's mode; prints the socket. */
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

    /** Starts a service and waits until it is up; {@code shell} is what the shell does first. */
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

    /** Starts a main class, {@code prefix} standing before the command; its errors go where the tests' go. */
    static Process spawn(List<String> prefix, Class<?> main, String... arguments) throws Exception {
        return new ProcessBuilder(java(prefix, main, classPath(), arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Runs a main class to its end, {@code prefix} standing before the command. */
    static Outcome run(List<String> prefix, Class<?> main, String classPath, String... arguments) throws Exception {
        Process process = new ProcessBuilder(java(prefix, main, classPath, arguments)).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), out.strip(), err.strip());
    }

    /** What the probe and the tests' own classes need. */
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

    /** SIGTERM, upon which shutdown hooks run. */
    void terminate() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
