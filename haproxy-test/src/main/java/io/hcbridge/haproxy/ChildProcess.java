/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child process whose output goes to a file. */
public final class ChildProcess implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    private final Process process;
    private final Path output;

    private ChildProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts {@code command}. Appends its standard output and standard error to {@code output}. */
    public static ChildProcess start(List<String> command, Path output) throws IOException {
        return new ChildProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                        .start(),
                output);
    }

    /** Writes one line to the standard input of the process. */
    void say(String line) throws IOException {
        process.outputWriter().write(line + "\n");
        process.outputWriter().flush();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns all output so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a signal, such as {@code HUP}. The shell's own {@code kill} does it, because a small system has no program of this name. */
    public void signal(String name) {
        try {
            int result = new ProcessBuilder("sh", "-c", "kill -\"$0\" \"$1\"", name, Long.toString(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (result != 0) {
                throw new IllegalStateException("cannot send SIG" + name + " to process " + pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending a signal", e);
        }
    }

    /** Sends SIGTERM and does not wait. */
    void beginToEnd() {
        process.destroy();
    }

    /** Sends SIGTERM, waits for the end and returns the exit code. */
    public int terminate() {
        beginToEnd();
        return await();
    }

    /** Sends SIGKILL and waits for the end. The process cannot clean up. */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        try {
            terminate();
        } catch (IllegalStateException e) {
            kill();
        }
    }

    private int await() {
        try {
            if (process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            throw new IllegalStateException("did not end within " + STOP_LIMIT.toMillis() + " ms:\n" + output());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a program's end", e);
        }
    }
}
