/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import io.hcbridge.bridge.probe.ServiceLine;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Reason;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a run of a program ended.
 *
 * @param pid of the program
 * @param exitCode empty if the program was killed at the deadline
 * @param output the beginning of what it wrote to standard output
 * @param errors the beginning of what it wrote to standard error
 */
record FinishedCommand(long pid, OptionalInt exitCode, String output, String errors) {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    /** The JVM, like a shell, tells the signal that ended a process as its number and this. */
    private static final int SIGNALLED = 128;

    private static final int MOST_SIGNALS = 64;

    /** Returns what the exit means; empty if there was none. */
    Optional<Verdict> verdict(boolean isAgentLine) {
        return exitCode.isPresent() ? Optional.of(verdict(exitCode.getAsInt(), isAgentLine)) : Optional.empty();
    }

    private Verdict verdict(int code, boolean isAgentLine) {
        if (code == 0) {
            return isAgentLine ? ServiceLine.first(output).orElse(Verdict.UP) : Verdict.UP;
        }
        String line = firstLine(output)
                .or(() -> firstLine(errors))
                .map(text -> ": " + text)
                .orElse("");
        if (signal(code) > 0) {
            return Verdict.failed("ended by signal " + signal(code) + line);
        }
        String what = "exit code " + code + line;
        return code == NOT_EXECUTABLE || code == NOT_FOUND ? Verdict.failed(what) : Verdict.down(what);
    }

    /** What happened, for a person. */
    String describe() {
        String end = exitCode.isEmpty() ? "killed at the deadline" : "exit code " + exitCode.getAsInt();
        return "pid " + pid + ", " + end
                + firstLine(output).map(line -> ", output: " + line).orElse("");
    }

    private static int signal(int code) {
        return code > SIGNALLED && code <= SIGNALLED + MOST_SIGNALS ? code - SIGNALLED : 0;
    }

    /** The first line that has something printable in it. */
    private static Optional<String> firstLine(String text) {
        return text.lines()
                .map(line -> Reason.of(line).text())
                .filter(line -> !line.isEmpty())
                .findFirst();
    }
}
