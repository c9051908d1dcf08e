/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.internal.Durations;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code hcbridge probe}, the client for a container's HEALTHCHECK. On success it prints what the Go module's client prints.
 *
 * <p>It ends with 0 if the service is healthy and with 1 otherwise, bad usage included; Docker reserves 2. A container runtime starts it
 * every few seconds, so it loads few classes, of the JDK alone.
 */
public final class ProbeCommand {
    private static final String USAGE = """
            usage: hcbridge probe [DIRECTORY] [--socket-directory DIR]
                                  [--timeout 5s] [--user USER]
            Asks the service in DIRECTORY, the working directory by default, for its
            health. --user names a user, by name or number, whose socket is trusted
            besides root's and that of the owner of .hc-socket.
            Exit codes: 0 the service is healthy, 1 it is not, did not answer, or the
            usage was wrong.""";

    private ProbeCommand() {}

    /** Runs the command and ends the JVM. */
    public static void main(String[] arguments) {
        int exitCode = 1;
        try {
            exitCode = run(arguments, System.out, System.err);
        } catch (Throwable e) {
            say(System.err, e.toString());
        }
        // halt() would save a millisecond, but skip the shutdown hooks of Java agents.
        System.exit(exitCode);
    }

    /** Runs the command with its arguments, without {@code probe} itself, and returns the exit code, 0 or 1. */
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

    /** The client that the arguments ask for; null if they ask for help. */
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
                        throw new IllegalArgumentException("one directory at most: " + directory + ", " + argument);
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

    // As bytes: the platform's charset may lack characters of the service's text.
    private static void say(PrintStream stream, String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        stream.write(bytes, 0, bytes.length);
        stream.flush();
    }
}
