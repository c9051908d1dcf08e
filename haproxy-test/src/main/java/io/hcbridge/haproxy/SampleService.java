/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import io.hcbridge.ipc.health.HealthServer;
import io.hcbridge.ipc.health.ReportGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A small sample service: an HTTP server for its clients, and a health server for the bridge.
 *
 * <p>As a program, it reads commands from stdin, one on each line. {@code sick TEXT}, {@code well} and {@code hang} set its health.
 * {@code drain [REASON]}, {@code ready} and {@code weight [PERCENT]} set its traffic; {@code weight} without a number removes the weight.
 * {@code stop} ends the service. After the end of stdin it runs until SIGTERM, which has the same effect as {@code stop}.
 */
public final class SampleService implements AutoCloseable {
    private static final String USAGE = """
            usage: SampleService DIRECTORY [HOST:]PORT [SOCKET-DIRECTORY [SECONDS [GROUP GROUP-DIRECTORY]]]
            .hc-socket is written into DIRECTORY. Defaults: HOST 127.0.0.1, SOCKET-DIRECTORY /tmp. PORT 0 selects a free port.
            Before it ends, it waits up to SECONDS (default 8) until HAProxy sends no more requests.
            With a GROUP it pushes reports for the target that has the name of DIRECTORY.
            Commands on stdin: %s.""";

    private static final String COMMANDS = "sick TEXT, well, hang, drain [REASON], ready, weight [PERCENT], stop";
    private static final int SECONDS_IN_FLIGHT = 5;

    private final Condition condition = new Condition();
    private final HttpBackend http;
    private final HealthServer health;
    private final Duration leave;

    /**
     * Starts the service. It is healthy.
     *
     * @param leave longest time to drain at the end of the service
     * @param groups groups to which it pushes reports
     */
    public SampleService(
            Path directory, InetSocketAddress address, Path socketDirectory, Duration leave, ReportGroup... groups)
            throws IOException {
        this.leave = leave;
        Files.createDirectories(directory);
        http = new HttpBackend(directory.toRealPath().getFileName().toString(), address);
        try {
            health = HealthServer.builder()
                    .directory(directory)
                    .socketDirectory(socketDirectory)
                    .drainAtShutdown(leave)
                    .pushTo(groups)
                    .start(condition::check);
        } catch (IOException | RuntimeException e) {
            http.close();
            throw e;
        }
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2 || arguments.length > 6 || arguments.length == 5) {
            System.err.println(USAGE.formatted(COMMANDS));
            System.exit(2);
        }
        Path socketDirectory = Path.of(arguments.length > 2 ? arguments[2] : "/tmp");
        Duration leave = Duration.ofSeconds(arguments.length > 3 ? Long.parseLong(arguments[3]) : 8);
        Path directory = Path.of(arguments[0]);
        ReportGroup[] groups = arguments.length < 6
                ? new ReportGroup[0]
                : new ReportGroup[] {
                    ReportGroup.of(
                                    arguments[4],
                                    directory.toAbsolutePath().getFileName().toString())
                            .in(Path.of(arguments[5]))
                };
        SampleService service = new SampleService(directory, address(arguments[1]), socketDirectory, leave, groups);
        Runtime.getRuntime().addShutdownHook(new Thread(service::closeAtShutdown, "service shutdown"));
        System.out.println("listening on port " + service.address().getPort());
        try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                if (line.strip().equals("stop")) {
                    System.exit(0);
                }
                System.out.println(service.command(line.strip()));
            }
            System.out.println("no more commands; running until SIGTERM");
        }
    }

    /** Returns the address of the HTTP server. */
    public InetSocketAddress address() {
        return http.address();
    }

    /** Executes one command and returns a description of the result. */
    public String command(String line) {
        int blank = line.indexOf(' ');
        String verb = blank < 0 ? line : line.substring(0, blank);
        String text = line.substring(verb.length()).strip();
        try {
            return obey(verb, text) ? "now " + line : "unknown command '" + line + "': " + COMMANDS;
        } catch (IllegalArgumentException e) {
            return "refused '" + line + "': " + e.getMessage();
        }
    }

    /** Drains until HAProxy sends no more traffic, finishes current requests, and ends. */
    @Override
    public void close() throws IOException {
        try {
            health.close(leave);
        } finally {
            http.stop(SECONDS_IN_FLIGHT);
        }
    }

    private boolean obey(String verb, String text) {
        switch (verb) {
            case "sick" -> condition.sick(text.isEmpty() ? "sick by command" : text);
            case "well" -> condition.well();
            case "hang" -> condition.hang();
            case "drain" -> health.drain(text.isEmpty() ? "drained by command" : text);
            case "ready" -> health.ready();
            case "weight" -> weight(text);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void weight(String percent) {
        if (percent.isEmpty()) {
            health.clearWeight();
        } else {
            health.weight(Integer.parseInt(percent));
        }
    }

    private void closeAtShutdown() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("sample service: close failed: " + e);
        }
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
        return new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
    }
}
