/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code hcbridge probe}, the client for a container's HEALTHCHECK, wording its success as the Go module's client does.
 *
 * <p>It ends with 0 if the service is healthy and with 1 otherwise, bad usage included; Docker reserves 2. A container runtime
 * starts it every few seconds, so it uses the JDK alone, and of that little: what is loaded here is waited for each time.
 */
public final class ProbeCommand {
    private static final String USAGE = """
            usage: hcbridge probe [DIRECTORY] [--socket-directory DIR] [--timeout 5s]
            Asks the service in DIRECTORY, the working directory by default, how it is.
            Exit codes: 0 the service is healthy, 1 it is not, did not answer, or the usage was wrong.""";

    private ProbeCommand() {}

    /** Runs the command and ends the JVM. */
    public static void main(String[] arguments) {
        int exitCode = 1;
        try {
            exitCode = run(arguments, System.out, System.err);
        } catch (Throwable e) {
            say(System.err, e.toString());
        }
        // halt() would be faster by a millisecond and lose what shutdown hooks of agents report.
        System.exit(exitCode);
    }

    /** Runs the command with its own argument list, {@code probe} itself not among it; gives the exit code, 0 or 1. */
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
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            switch (argument) {
                case "--help", "-h" -> {
                    return null;
                }
                case "--socket-directory" -> socketDirectory = value(arguments, ++i);
                case "--timeout" -> timeout = value(arguments, ++i);
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
                .timeout(duration(timeout));
    }

    private static String value(String[] arguments, int index) {
        if (index == arguments.length) {
            throw new IllegalArgumentException(arguments[index - 1] + " needs a value");
        }
        return arguments[index];
    }

    private static Duration duration(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        if (digits >= 1 && digits <= 9) {
            long number = Long.parseLong(text.substring(0, digits));
            switch (text.substring(digits)) {
                case "ms" -> {
                    return Duration.ofMillis(number);
                }
                case "s" -> {
                    return Duration.ofSeconds(number);
                }
                case "m" -> {
                    return Duration.ofMinutes(number);
                }
                default -> {}
            }
        }
        throw new IllegalArgumentException("--timeout " + text + " must be like 500ms, 5s or 1m");
    }

    // As bytes: the platform's charset may know less than the service's text says.
    private static void say(PrintStream stream, String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        stream.write(bytes, 0, bytes.length);
        stream.flush();
    }
}
