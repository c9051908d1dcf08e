/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.haproxy.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The measured programs: the built project, and those of {@code bench/native}, which are compiled at the start of a run.
 *
 * @param home the directory of the script {@code hcbridge}
 * @param goObstacle why there is no Go program; empty if there is one
 */
record Programs(Path home, String goObstacle) {
    static Programs compile(Path home) throws IOException {
        Files.createDirectories(home.resolve("bench/target/native"));
        compileC(home, "load", "load.c", "exchange.c", "options.c", "process.c", "tally.c");
        compileC(home, "floor", "floor.c", "sockets.c");
        compileC(home, "service", "service.c", "sockets.c");
        return new Programs(home, compileGo(home));
    }

    Path script() {
        return home.resolve("hcbridge");
    }

    Path load() {
        return binary(home, "load");
    }

    Path floor() {
        return binary(home, "floor");
    }

    /** Returns the services that are probed over the network. */
    Path service() {
        return binary(home, "service");
    }

    Path base() {
        return binary(home, "base");
    }

    boolean hasGo() {
        return goObstacle.isEmpty();
    }

    String cVersion() throws IOException {
        return firstLine(Tool.GCC, "--version");
    }

    String goVersion() throws IOException {
        return hasGo() ? firstLine(Tool.GO, "version") : "none: " + goObstacle;
    }

    String haproxyVersion() throws IOException {
        return firstLine(Tool.HAPROXY, "-v");
    }

    private static void compileC(Path home, String program, String... sources) throws IOException {
        List<String> words =
                new ArrayList<>(List.of("-O2", "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion"));
        words.addAll(List.of("-Werror", "-o", binary(home, program).toString()));
        Stream.of(sources).map(name -> source(home, name)).forEach(words::add);
        Tool.Outcome outcome = Tool.GCC.run(words);
        if (outcome.status() != 0) {
            throw new IllegalStateException("cannot compile " + program + ":\n" + outcome.output());
        }
    }

    /** Compiles the Go program. Returns why it cannot be compiled; empty on success. */
    private static String compileGo(Path home) throws IOException {
        try {
            Tool.Outcome outcome = Tool.GO.run(
                    // Without cgo, the program does not depend on the machine's C library.
                    List.of(
                            "build",
                            "-tags=netgo",
                            "-o",
                            binary(home, "base").toString(),
                            source(home, "base.go"),
                            source(home, "probes.go")));
            return outcome.status() == 0 ? "" : outcome.output().strip();
        } catch (IllegalStateException absent) {
            return String.valueOf(absent.getMessage());
        }
    }

    private static String firstLine(Tool tool, String argument) throws IOException {
        return tool.run(List.of(argument)).output().lines().findFirst().orElse("unknown");
    }

    private static String source(Path home, String name) {
        return home.resolve("bench/native").resolve(name).toString();
    }

    private static Path binary(Path home, String name) {
        return home.resolve("bench/target/native").resolve(name);
    }
}
