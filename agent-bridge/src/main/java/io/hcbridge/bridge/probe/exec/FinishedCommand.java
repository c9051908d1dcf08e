/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import io.hcbridge.bridge.probe.ServiceLine;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Reason;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The result of a run of a program.
 *
 * @param pid process id of the program
 * @param exitCode exit code; empty if the program was killed at the deadline
 * @param output the start of its standard output
 * @param errors the start of its standard error
 */
record FinishedCommand(long pid, OptionalInt exitCode, String output, String errors) {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    /** Offset of signal numbers: like a shell, the JVM reports a process that was ended by a signal with this number plus the signal. */
    private static final int SIGNALLED = 128;

    private static final int MOST_SIGNALS = 64;

    /** Returns the verdict for the exit code; empty if the program has not exited. */
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

    /** Describes the result for operators. */
    String describe() {
        String end = exitCode.isEmpty() ? "killed at the deadline" : "exit code " + exitCode.getAsInt();
        return "pid " + pid + ", " + end
                + firstLine(output).map(line -> ", output: " + line).orElse("");
    }

    private static int signal(int code) {
        return code > SIGNALLED && code <= SIGNALLED + MOST_SIGNALS ? code - SIGNALLED : 0;
    }

    /** Returns the first line with a printable character. */
    private static Optional<String> firstLine(String text) {
        return text.lines()
                .map(line -> Reason.of(line).text())
                .filter(line -> !line.isEmpty())
                .findFirst();
    }
}
