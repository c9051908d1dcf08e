/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import io.hcbridge.ipc.health.HealthServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A small service as one would write it: HTTP for its clients, and a health server beside it that tells how it is.
 *
 * <p>Started as a program it takes commands on stdin, one a line: {@code sick TEXT}, {@code well} and {@code hang} for its health;
 * {@code drain [REASON]}, {@code ready} and {@code weight [PERCENT]} for its traffic, where {@code weight} alone takes the weight
 * back; {@code stop}. When stdin ends it goes on until SIGTERM, which it obeys as {@code stop}.
 */
public final class SampleService implements AutoCloseable {
    private static final String USAGE = """
            usage: SampleService DIRECTORY [HOST:]PORT [SOCKET-DIRECTORY [SECONDS]]
            DIRECTORY gets the .hc-socket; HOST is 127.0.0.1 and SOCKET-DIRECTORY /tmp unless given; PORT 0 takes a free one.
            At its end it waits up to SECONDS, 8 unless given, until HAProxy sends no more requests.
            Commands on stdin: %s.""";

    private static final String COMMANDS = "sick TEXT, well, hang, drain [REASON], ready, weight [PERCENT], stop";
    private static final int SECONDS_IN_FLIGHT = 5;

    private final Condition condition = new Condition();
    private final HttpBackend http;
    private final HealthServer health;
    private final Duration leave;

    /**
     * Starts the service; it is well.
     *
     * @param leave how long it may take at its end until HAProxy has heard of it
     */
    public SampleService(Path directory, InetSocketAddress address, Path socketDirectory, Duration leave)
            throws IOException {
        this.leave = leave;
        Files.createDirectories(directory);
        http = new HttpBackend(directory.toRealPath().getFileName().toString(), address);
        try {
            health = HealthServer.builder()
                    .directory(directory)
                    .socketDirectory(socketDirectory)
                    .drainAtShutdown(leave)
                    .start(condition::check);
        } catch (IOException | RuntimeException e) {
            http.close();
            throw e;
        }
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2 || arguments.length > 4) {
            System.err.println(USAGE.formatted(COMMANDS));
            System.exit(2);
        }
        Path socketDirectory = Path.of(arguments.length > 2 ? arguments[2] : "/tmp");
        Duration leave = Duration.ofSeconds(arguments.length > 3 ? Long.parseLong(arguments[3]) : 8);
        SampleService service = new SampleService(Path.of(arguments[0]), address(arguments[1]), socketDirectory, leave);
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

    /** Where HTTP is answered. */
    public InetSocketAddress address() {
        return http.address();
    }

    /** Does what one line of stdin says, and tells what it did. */
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

    /** Takes leave of HAProxy first, then answers what is still in flight, and ends. */
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
            System.err.println("while ending: " + e);
        }
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
        return new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
    }
}
