/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The Go module's health client. Each query starts a process. */
final class GoHealthClient {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private GoHealthClient() {}

    /** Queries the server of {@code directory} and returns the result in the words of {@link GoClientRow}. */
    static String ask(Path directory) {
        return result(
                new Program(directory, List.of(GoCompiler.build("health").toString(), "-healthcheck")).run(LIMIT));
    }

    /** Converts the exit code and the output of the process to the words of {@link GoClientRow}. */
    static String result(Program.Outcome outcome) {
        if (outcome.equals(new Program.Outcome(0, "healthcheck passed. service operational", ""))) {
            return "healthy";
        }
        if (outcome.status() != 1 || !outcome.out().isEmpty()) {
            throw new IllegalStateException("the Go health client gave " + outcome);
        }
        return outcome.err().startsWith("failed to ")
                ? "failed"
                : "unhealthy: " + outcome.err().strip();
    }
}
