/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A child process that runs the same JVM as this process. Its output goes to a temporary file. {@link #close} kills it. */
final class JavaProcess implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;
    private static final int LAST_CHARACTERS = 2000;

    private final List<String> arguments;
    private final Path output;
    private final Process process;

    private JavaProcess(List<String> arguments, Path output, Process process) {
        this.arguments = arguments;
        this.output = output;
        this.process = process;
    }

    /** Starts the JVM with the serial collector. The archive fits only this collector. */
    static JavaProcess start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.addAll(arguments);
        Path output = Files.createTempFile("hcbridge", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new JavaProcess(arguments, output, process);
    }

    /** Runs the JVM to its end and returns its output. Throws if the exit code is not 0. */
    static String run(String... arguments) throws IOException, InterruptedException {
        try (JavaProcess process = start(List.of(arguments))) {
            int exitCode = process.exitCode();
            if (exitCode != 0) {
                throw process.failure("exit code " + exitCode);
            }
            return process.output();
        }
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw failure("still running after " + LIMIT_SECONDS + "s");
        }
        return process.exitValue();
    }

    /** Returns the error with the end of the output. It does not contain the lines of {@code -Xlog:class+load}. */
    IOException failure(String what) throws IOException {
        String text =
                output().lines().filter(line -> !line.contains("[class,load]")).collect(Collectors.joining("\n"));
        String end = text.substring(Math.max(0, text.length() - LAST_CHARACTERS));
        return new IOException("java " + String.join(" ", arguments) + ": " + what + "\n" + end.strip());
    }

    private String output() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.delete(output);
    }
}
