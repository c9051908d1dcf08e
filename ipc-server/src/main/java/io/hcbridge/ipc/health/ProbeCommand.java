/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.internal.Durations;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code hcbridge probe}, the client for a container's HEALTHCHECK. On success it prints the same text as the Go module's client.
 *
 * <p>The exit code is 0 if the service is healthy, and 1 otherwise. It is also 1 for wrong usage, because Docker reserves 2. A
 * container runtime starts the command every few seconds. For a short start, it loads few classes and no library besides the JDK.
 */
public final class ProbeCommand {
    private static final String USAGE = """
            usage: hcbridge probe [DIRECTORY] [--socket-directory DIR]
                                  [--timeout 5s] [--user USER]
            Queries the health of the service in DIRECTORY. The default is the
            working directory. A socket is trusted if its process runs as root, as
            the owner of .hc-socket, or as USER (name or number).
            Exit codes: 0 the service is healthy; 1 the service is unhealthy or did
            not reply, or the usage is wrong.""";

    private ProbeCommand() {}

    /** Runs the command and ends the JVM. */
    public static void main(String[] arguments) {
        int exitCode = 1;
        try {
            exitCode = run(arguments, System.out, System.err);
        } catch (Throwable e) {
            say(System.err, e.toString());
        }
        // halt() would save a millisecond, but it would skip the shutdown hooks of Java agents.
        System.exit(exitCode);
    }

    /**
     * Runs the command and returns the exit code, 0 or 1.
     *
     * @param arguments arguments after the word {@code probe}
     */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        HealthClient client;
        try {
            client = client(arguments);
        } catch (IllegalArgumentException e) {
            say(err, "hcbridge probe: " + e.getMessage() + "\n" + USAGE);
            return 1;
        }
        if (client == null) {
            say(out, USAGE);
            return 0;
        }
        HealthResult result = client.check();
        if (result.isHealthy()) {
            say(out, "healthcheck passed. service operational");
            return 0;
        }
        say(err, result.text());
        return 1;
    }

    /** Returns a client for the arguments; null if the arguments contain {@code --help}. */
    private static @Nullable HealthClient client(String[] arguments) {
        String directory = "";
        String socketDirectory = "/tmp";
        String timeout = "5s";
        String user = "";
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            switch (argument) {
                case "--help", "-h" -> {
                    return null;
                }
                case "--socket-directory" -> socketDirectory = value(arguments, ++i);
                case "--timeout" -> timeout = value(arguments, ++i);
                case "--user" -> user = value(arguments, ++i);
                default -> {
                    if (argument.startsWith("-")) {
                        throw new IllegalArgumentException("unknown option " + argument);
                    }
                    if (!directory.isEmpty()) {
                        throw new IllegalArgumentException(
                                "only one directory is allowed: " + directory + ", " + argument);
                    }
                    directory = argument;
                }
            }
        }
        return HealthClient.of(Path.of(directory).toAbsolutePath())
                .socketDirectory(Path.of(socketDirectory))
                .user(user, "--user")
                .timeout(duration(timeout));
    }

    private static Duration duration(String timeout) {
        try {
            return Durations.parse(timeout);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--timeout: " + e.getMessage(), e);
        }
    }

    private static String value(String[] arguments, int index) {
        if (index == arguments.length) {
            throw new IllegalArgumentException(arguments[index - 1] + " needs a value");
        }
        return arguments[index];
    }

    // Writes bytes, because the platform's charset may lack characters of the service's text.
    private static void say(PrintStream stream, String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        stream.write(bytes, 0, bytes.length);
        stream.flush();
    }
}
