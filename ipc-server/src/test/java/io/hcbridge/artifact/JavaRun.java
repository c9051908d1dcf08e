/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The end of a JVM that ran a main class of the tests.
 *
 * @param out standard output, trimmed
 * @param err standard error, trimmed
 */
record JavaRun(int exitCode, String out, String err) {
    private static final String JAVA_HOMES = "HCBRIDGE_TEST_JAVA_HOMES";

    /** How the library gets into the JVM. The tests' own classes are on the class path. */
    enum Form {
        CLASS_PATH,
        MODULE_PATH;

        /** Returns the JVM's options for the two modules, and the libraries with these classes. */
        List<String> options(Class<?>... libraries) {
            String tests = LibraryModule.location(JavaRun.class).toString();
            List<String> ours = Stream.concat(
                            Arrays.stream(LibraryModule.values()).map(LibraryModule::classes),
                            Arrays.stream(libraries).map(LibraryModule::location))
                    .map(Path::toString)
                    .toList();
            String path = String.join(":", ours);
            return switch (this) {
                case CLASS_PATH -> List.of("-cp", tests + ":" + path);
                case MODULE_PATH -> List.of("-p", path, "--add-modules=ALL-MODULE-PATH", "-cp", tests);
            };
        }
    }

    /** Returns the home of this Java and those that the script has found, one of each version. */
    static List<Path> javaHomes() throws IOException {
        Map<Path, Path> homes = new LinkedHashMap<>();
        Path own = Path.of(System.getProperty("java.home"));
        homes.put(own.toRealPath(), own);
        for (String home : System.getenv().getOrDefault(JAVA_HOMES, "").split(":", -1)) {
            if (!home.isEmpty()) {
                homes.putIfAbsent(Path.of(home).toRealPath(), Path.of(home));
            }
        }
        return List.copyOf(homes.values());
    }

    /** Runs a main class to its end. {@code prefix} precedes the command. */
    static JavaRun of(List<String> prefix, Path javaHome, List<String> options, Class<?> main, Path argument)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(javaHome.resolve("bin/java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of(main.getName(), argument.toString()));
        Process process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        return new JavaRun(process.waitFor(), out.strip(), err.strip());
    }
}
