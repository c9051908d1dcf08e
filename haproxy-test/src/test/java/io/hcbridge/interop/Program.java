/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A command that runs to its end within a time limit.
 *
 * @param environment variables in addition to those of this process
 */
record Program(Path directory, Map<String, String> environment, List<String> words) {
    /** Exit code and output. */
    record Outcome(int status, String out, String err) {
        Outcome orThrow(String what) {
            if (status != 0) {
                throw new IllegalStateException(what + " ended with " + status + ": " + err + out);
            }
            return this;
        }
    }

    Program(Path directory, List<String> words) {
        this(directory, Map.of(), words);
    }

    Program with(String name, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(name, value);
        return new Program(directory, more, words);
    }

    /** Returns a process builder with the working directory and the environment. */
    ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs the command with an empty standard input. */
    Outcome run(Duration limit) {
        try {
            Path out = Files.createTempFile("program", ".out");
            Path err = Files.createTempFile("program", ".err");
            try {
                Process process = builder()
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                process.getOutputStream().close();
                return new Outcome(status(process, limit), read(out), read(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int status(Process process, Duration limit) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            throw new IllegalStateException(words + " did not end within " + limit.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + words, e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
