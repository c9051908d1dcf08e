/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.internal.Durations;
import io.hcbridge.protocol.health.HealthKind;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The arguments of {@link ProbeCommand}. */
final class ProbeArguments {
    private boolean isHelp;
    private String directory = "";
    private String socketDirectory = "/tmp";
    private Duration timeout = HealthClient.DEFAULT_TIMEOUT;
    private String user = "";
    private @Nullable HealthKind kind;

    private ProbeArguments() {}

    /**
     * Parses the arguments after the word {@code probe}.
     *
     * @throws IllegalArgumentException if the usage is wrong; the message names the argument
     */
    static ProbeArguments parse(String[] arguments) {
        ProbeArguments parsed = new ProbeArguments();
        for (int i = 0; i < arguments.length && !parsed.isHelp; i++) {
            switch (arguments[i]) {
                case "--help", "-h" -> parsed.isHelp = true;
                case "--kind" -> parsed.kind = kind(value(arguments, ++i));
                case "--socket-directory" -> parsed.socketDirectory = value(arguments, ++i);
                case "--timeout" -> parsed.timeout = duration(value(arguments, ++i));
                case "--user" -> parsed.user = value(arguments, ++i);
                default -> parsed.directory(arguments[i]);
            }
        }
        return parsed;
    }

    boolean isHelp() {
        return isHelp;
    }

    /**
     * Returns the client.
     *
     * @throws IllegalArgumentException if a value is out of range
     */
    HealthClient client() {
        return HealthClient.of(Path.of(directory).toAbsolutePath())
                .socketDirectory(Path.of(socketDirectory))
                .user(user, "--user")
                .timeout(timeout);
    }

    HealthResult check(HealthClient client) {
        return kind == null ? client.check() : client.check(kind);
    }

    private void directory(String argument) {
        if (argument.startsWith("-")) {
            throw new IllegalArgumentException("unknown option " + argument);
        }
        if (!directory.isEmpty()) {
            throw new IllegalArgumentException("only one directory is allowed: " + directory + ", " + argument);
        }
        directory = argument;
    }

    private static HealthKind kind(String verb) {
        for (HealthKind kind : HealthKind.values()) {
            if (kind.verb().equals(verb)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("--kind: '" + verb + "' must be live, ready or started");
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
}
