/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program that was started, the leader of a process group. Blocks; to be used by one thread. */
final class RunningCommand {
    private static final Logger LOG = LoggerFactory.getLogger(RunningCommand.class);
    /** The wait ends with the process; only a program that writes more than a pipe holds waits for this. */
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

    /** @param builder writes to both pipes */
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
     * Waits for the exit, and kills the group at the deadline. A process that cannot be killed is waited for: while it is there, it counts
     * as one of those that may run.
     *
     * @throws InterruptedException if the bridge stops; the group was killed
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

    /** After the leader's end its number is free once its group is empty; then a process that has it is a stranger. */
    private boolean isGroupOurs() {
        return ProcessHandle.of(process.pid()).isEmpty();
    }

    /** By the shell, whose {@code kill} is built in: Java kills single processes only. */
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
