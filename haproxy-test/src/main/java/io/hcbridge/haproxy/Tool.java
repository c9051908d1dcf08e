/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that must be installed on this machine. */
public enum Tool {
    HAPROXY("haproxy", "haproxy"),
    PROMTOOL("promtool", "prometheus"),
    DOCKER_COMPOSE("docker-compose", "docker-compose"),
    GCC("gcc", "gcc libc6-dev"),
    GO("go", "golang");

    /**
     * Directories that are searched after PATH. Debian installs daemons in the first two, which are not on the PATH of an ordinary user.
     * The last one is the usual place of Go's own archive.
     */
    private static final List<String> SYSTEM_DIRECTORIES = List.of("/usr/sbin", "/usr/local/sbin", "/usr/local/go/bin");

    private static final int RUN_SECONDS = 180;

    /** The exit code of a run and its output on stdout and stderr. */
    public record Outcome(int status, String output) {}

    private final String command;
    private final String aptPackage;

    Tool(String command, String aptPackage) {
        this.command = command;
        this.aptPackage = aptPackage;
    }

    /**
     * Finds the program.
     *
     * @throws IllegalStateException if it is not installed; the message says how to install it
     */
    public Path path() {
        String path = System.getenv().getOrDefault("PATH", "");
        return in(Stream.concat(Arrays.stream(path.split(File.pathSeparator, -1)), SYSTEM_DIRECTORIES.stream())
                .map(Path::of));
    }

    Path in(Stream<Path> directories) {
        return directories
                .map(directory -> directory.resolve(command))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        command + " not found on PATH; install it: apt-get install " + aptPackage));
    }

    /**
     * Runs the program to its end, for at most 3 minutes. A first build in Go takes one minute on a busy machine.
     *
     * @throws IllegalStateException if it is not installed or does not end
     */
    public Outcome run(List<String> arguments) throws IOException {
        Path output = Files.createTempFile(command, ".out");
        try {
            List<String> words = new ArrayList<>(arguments);
            words.add(0, path().toString());
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            return new Outcome(status(process), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    private int status(Process process) {
        try {
            if (process.waitFor(RUN_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            throw new IllegalStateException(command + " did not end within " + RUN_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        } finally {
            process.destroyForcibly();
        }
    }
}
