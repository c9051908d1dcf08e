/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Builds the programs in {@code haproxy-test/interop}. Each is built once in a test run. Go's cache makes this fast. */
final class GoCompiler {
    private static final Path SOURCES = Path.of("interop").toAbsolutePath();
    private static final Path TARGET = Path.of("target", "interop").toAbsolutePath();
    /** The oldest Go version that can build the modules. */
    private static final int LEAST_MINOR = 22;

    private static final Duration BUILD_LIMIT = Duration.ofMinutes(5);
    private static final Pattern VERSION = Pattern.compile("go version go(1\\.(\\d+)\\S*) .*", Pattern.DOTALL);
    private static final Map<String, Path> BUILT = new ConcurrentHashMap<>();

    private GoCompiler() {}

    /** Returns why there is no usable Go; empty if there is one. */
    static String obstacle() {
        Optional<Path> go = find();
        if (go.isEmpty()) {
            return "no go on the PATH";
        }
        return isRecent(go.get()) ? "" : "go must be 1." + LEAST_MINOR + " or newer, is " + version();
    }

    /** Returns why there is no usable Go, or why the program of this name cannot be built; empty if it was built. */
    static String obstacle(String program) {
        String problem = obstacle();
        if (problem.isEmpty()) {
            try {
                build(program);
            } catch (IllegalStateException e) {
                problem = "go build cannot get the module that " + program + "/go.mod names";
            }
        }
        return problem;
    }

    /** Returns the version, for example {@code 1.26.8}. */
    static String version() {
        return matched(find().orElseThrow()).group(1);
    }

    /** Returns the version of a module in the {@code go.mod} of a program. */
    static String moduleVersion(String program, String module) {
        return run(SOURCES.resolve(program), Map.of(), "list", "-m", "-f", "{{.Version}}", module)
                .out()
                .strip();
    }

    /** Builds the program of this name for this system. */
    static Path build(String program) {
        return BUILT.computeIfAbsent(program, name -> compile(name, name, Map.of()));
    }

    /** Builds the program of this name for Windows. */
    static Path buildForWindows(String program) {
        return BUILT.computeIfAbsent(
                program + ".exe",
                name -> compile(program, name, Map.of("GOOS", "windows", "GOARCH", "amd64", "CGO_ENABLED", "0")));
    }

    private static Path compile(String program, String name, Map<String, String> environment) {
        Path binary = TARGET.resolve(name);
        run(
                SOURCES.resolve(program),
                environment,
                "build",
                "-trimpath",
                "-buildvcs=false",
                "-o",
                binary.toString(),
                ".");
        return binary;
    }

    private static Program.Outcome run(Path directory, Map<String, String> environment, String... arguments) {
        List<String> words = Stream.concat(Stream.of(find().orElseThrow().toString()), Arrays.stream(arguments))
                .toList();
        return new Program(directory, environment, words).run(BUILD_LIMIT).orThrow("go " + arguments[0]);
    }

    private static Optional<Path> find() {
        // The second path is that of Go's own archive. The others are those of Debian's versioned packages.
        Stream<String> known = Stream.of("/usr/local/go/bin", "/usr/lib/go-1.24/bin", "/usr/lib/go-1.23/bin");
        String path = System.getenv().getOrDefault("PATH", "");
        List<Path> all = Stream.concat(Arrays.stream(path.split(File.pathSeparator, -1)), known)
                .map(directory -> Path.of(directory, "go"))
                .filter(Files::isExecutable)
                .toList();
        return all.stream()
                .filter(GoCompiler::isRecent)
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    private static boolean isRecent(Path go) {
        return Integer.parseInt(matched(go).group(2)) >= LEAST_MINOR;
    }

    private static Matcher matched(Path go) {
        String text = new Program(Path.of("."), List.of(go.toString(), "version"))
                .run(BUILD_LIMIT)
                .out();
        Matcher matcher = VERSION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException(go + " version: " + text);
        }
        return matcher;
    }
}
