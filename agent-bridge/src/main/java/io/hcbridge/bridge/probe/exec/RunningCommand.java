/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running program, which leads a process group. Its methods block. Must be used by one thread. */
final class RunningCommand {
    private static final Logger LOG = LoggerFactory.getLogger(RunningCommand.class);
    /**
     * Interval between reads of the output. The wait ends at once when the process exits. Only a program that fills the pipe has to wait
     * for the next read.
     */
    private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long BUSY_DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long KILL_SECONDS = 1;

    private final Process process;
    private final OutputPipe output;
    private final OutputPipe errors;

    private RunningCommand(Process process, OutputPipe output, OutputPipe errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** @param builder must write to both pipes */
    static RunningCommand start(ProcessBuilder builder, OutputPipe output, OutputPipe errors) throws IOException {
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new LaunchException("cannot start a process: " + e.getMessage(), e);
        }
        output.started();
        errors.started();
        return new RunningCommand(process, output, errors);
    }

    /**
     * Waits for the exit and kills the process group at the deadline. Also waits for a process that cannot be killed. Such a process counts
     * towards the limit of running programs as long as it exists.
     *
     * @throws InterruptedException if the bridge is stopping; the process group was killed
     */
    FinishedCommand await(long deadlineNanos) throws IOException, InterruptedException {
        boolean isOver = false;
        try {
            isOver = hasExited(deadlineNanos);
        } finally {
            if (!isOver) {
                killGroup();
                process.destroyForcibly();
            }
        }
        if (!isOver) {
            process.waitFor();
            return finished(OptionalInt.empty());
        }
        drain();
        if ((output.isHeld() || errors.isHeld()) && isGroupOurs()) {
            killGroup();
        }
        return finished(OptionalInt.of(process.exitValue()));
    }

    private boolean hasExited(long deadlineNanos) throws IOException, InterruptedException {
        long left = deadlineNanos - System.nanoTime();
        while (left > 0) {
            long wait = drain() ? BUSY_DRAIN_NANOS : DRAIN_NANOS;
            if (process.waitFor(Math.min(left, wait), TimeUnit.NANOSECONDS)) {
                return true;
            }
            left = deadlineNanos - System.nanoTime();
        }
        return false;
    }

    private boolean drain() throws IOException {
        boolean isOutput = output.drain();
        boolean isErrors = errors.drain();
        return isOutput || isErrors;
    }

    private FinishedCommand finished(OptionalInt exitCode) {
        return new FinishedCommand(process.pid(), exitCode, output.text(), errors.text());
    }

    /**
     * Returns whether the group still belongs to the program after its leader has ended. If the group is empty, the kernel may give its
     * number to another process. A process with this number is then not part of the group.
     */
    private boolean isGroupOurs() {
        return ProcessHandle.of(process.pid()).isEmpty();
    }

    /** Runs the kill command built into the shell, because Java can kill only single processes. */
    private void killGroup() {
        try {
            ProcessBuilder kill = new ProcessBuilder(
                            LaunchLine.SHELL, "-c", "kill -s KILL -- \"-$0\"", Long.toString(process.pid()))
                    .redirectInput(CommandRunner.NOTHING)
                    .redirectOutput(CommandRunner.NOTHING)
                    .redirectError(CommandRunner.NOTHING);
            kill.environment().clear();
            Process killing = kill.start();
            if (!killing.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
                killing.destroyForcibly();
            }
        } catch (IOException e) {
            LOG.warn("exec: cannot kill process group {}: {}", process.pid(), e.getMessage());
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}
