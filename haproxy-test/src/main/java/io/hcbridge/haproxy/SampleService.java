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

/**
 * A small service as one would write it: HTTP for its clients, and a health server beside it that tells how it is.
 *
 * <p>Started as a program it takes commands on stdin, one a line: {@code sick TEXT}, {@code well} and {@code hang}. When stdin
 * ends it goes on until SIGTERM.
 */
public final class SampleService implements AutoCloseable {
    private static final String USAGE = """
            usage: SampleService DIRECTORY [HOST:]PORT [SOCKET-DIRECTORY]
            DIRECTORY gets the .hc-socket; HOST is 127.0.0.1 and SOCKET-DIRECTORY /tmp unless given; PORT 0 takes a free one.
            Commands on stdin: sick TEXT, well, hang.""";

    private final Condition condition = new Condition();
    private final HttpBackend http;
    private final HealthServer health;

    /** Starts the service; it is well. */
    public SampleService(Path directory, InetSocketAddress address, Path socketDirectory) throws IOException {
        Files.createDirectories(directory);
        http = new HttpBackend(directory.toRealPath().getFileName().toString(), address);
        try {
            health = HealthServer.builder()
                    .directory(directory)
                    .socketDirectory(socketDirectory)
                    .start(condition::check);
        } catch (IOException | RuntimeException e) {
            http.close();
            throw e;
        }
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2 || arguments.length > 3) {
            System.err.println(USAGE);
            System.exit(2);
        }
        Path socketDirectory = Path.of(arguments.length > 2 ? arguments[2] : "/tmp");
        SampleService service = new SampleService(Path.of(arguments[0]), address(arguments[1]), socketDirectory);
        System.out.println("listening on port " + service.address().getPort());
        try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
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
        if (line.equals("well")) {
            condition.well();
        } else if (line.equals("hang")) {
            condition.hang();
        } else if (line.startsWith("sick ")) {
            condition.sick(line.substring("sick ".length()).strip());
        } else {
            return "unknown command '" + line + "': sick TEXT, well or hang";
        }
        return "now " + line;
    }

    @Override
    public void close() throws IOException {
        try (http) {
            health.close();
        }
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
        return new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
    }

    /** How the service is; hanging, its check does not come back before that changes. */
    private static final class Condition {
        private String sickness = "";
        private boolean hanging;

        synchronized void check() throws InterruptedException {
            while (hanging) {
                wait();
            }
            if (!sickness.isEmpty()) {
                throw new IllegalStateException(sickness);
            }
        }

        synchronized void well() {
            sick("");
        }

        synchronized void sick(String text) {
            sickness = text;
            hanging = false;
            notifyAll();
        }

        synchronized void hang() {
            hanging = true;
        }
    }
}
