/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * {@code hcbridge probe}, the client for a container's HEALTHCHECK. On success it prints the same text as the Go module's client.
 *
 * <p>The exit code is 0 if the service is healthy, and 1 otherwise. It is also 1 for wrong usage, because Docker reserves 2. A
 * container runtime starts the command every few seconds. For a short start, it loads few classes and no library besides the JDK.
 */
public final class ProbeCommand {
    private static final String USAGE = """
            usage: hcbridge probe [DIRECTORY] [--kind live|ready|started]
                                  [--socket-directory DIR] [--timeout 5s]
                                  [--user USER]
            Queries the health of the service in DIRECTORY. The default is the
            working directory. --kind asks whether the service is live, ready or
            started; a service that does not know these requests is sent a ping.
            A socket is trusted if its process runs as root, as the owner of
            .hc-socket, or as USER (name or number).
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
        ProbeArguments parsed;
        HealthClient client;
        try {
            parsed = ProbeArguments.parse(arguments);
            client = parsed.client();
        } catch (IllegalArgumentException e) {
            say(err, "hcbridge probe: " + e.getMessage() + "\n" + USAGE);
            return 1;
        }
        if (parsed.isHelp()) {
            say(out, USAGE);
            return 0;
        }
        HealthResult result = parsed.check(client);
        if (result.isHealthy()) {
            say(out, "healthcheck passed. service operational");
            return 0;
        }
        say(err, result.text());
        return 1;
    }

    // Writes bytes, because the platform's charset may lack characters of the service's text.
    private static void say(PrintStream stream, String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        stream.write(bytes, 0, bytes.length);
        stream.flush();
    }
}
