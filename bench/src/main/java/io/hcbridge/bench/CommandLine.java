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

/** The command line of a program. */
record CommandLine(List<String> words) {
    CommandLine {
        words = List.copyOf(words);
    }

    /** Returns the command line of a running process. If a script has called {@code exec}, it is that of the new program. */
    static CommandLine of(long pid) throws IOException {
        return new CommandLine(
                List.of(Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0")));
    }

    /**
     * Returns a Java program that does nothing, with the same JVM and the same flags. It uses no class archive, because the JVM rejects an
     * archive for another class path.
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

    /** Runs the program and returns the time until its end, in milliseconds. */
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

    /** Creates a jar with one class. */
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
