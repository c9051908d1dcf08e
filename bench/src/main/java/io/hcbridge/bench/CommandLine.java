/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A program that is run to its end. */
record CommandLine(List<String> words) {
    CommandLine {
        words = List.copyOf(words);
    }

    /** What a running process was started with, after all that its scripts did. */
    static CommandLine of(long pid) throws IOException {
        return new CommandLine(
                List.of(Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0")));
    }

    /**
     * A Java program that does nothing, with the JVM and the flags of this one. It has no share in an archive of this one's classes,
     * which would be refused for another class path.
     */
    CommandLine emptied(Path directory) throws IOException {
        List<String> empty = new ArrayList<>();
        for (String word : words) {
            if (word.equals("-cp") || word.equals("-jar")) {
                break;
            }
            if (!word.startsWith("-XX:SharedArchiveFile=")) {
                empty.add(word);
            }
        }
        empty.addAll(List.of("-cp", jar(EmptyMain.class, directory).toString(), EmptyMain.class.getName()));
        return new CommandLine(empty);
    }

    /** Runs it; gives the time until it has ended. */
    double millis() throws IOException {
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            int status = process.waitFor();
            double millis = (System.nanoTime() - begun) / 1e6;
            if (status != 0) {
                throw new IllegalStateException(words + " ended with " + status);
            }
            return millis;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + words, e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** A jar with one class. */
    private static Path jar(Class<?> type, Path directory) throws IOException {
        Path jar = directory.resolve("empty.jar");
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(name);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(name));
            in.transferTo(out);
        }
        return jar;
    }
}
