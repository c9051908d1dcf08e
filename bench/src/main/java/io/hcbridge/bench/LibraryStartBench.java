/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.ipc.health.HealthServer;
import io.hcbridge.protocol.health.SocketName;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures by how much a health server delays the start of a service: the processor time of the main thread, in a JVM without flags. The
 * difference is to the same program without a health server.
 */
final class LibraryStartBench implements Bench {
    private enum Contestant {
        HEALTH_SERVER,
        NOTHING
    }

    @Override
    public List<Row> run(Programs programs, Plan plan, Load load) throws IOException {
        Path directory = Files.createTempDirectory("hcbridge-bench");
        try {
            Map<Contestant, List<Double>> millis = new Rounds(plan.commands())
                    .run(List.of(Contestant.values()), contestant -> switch (contestant) {
                        case HEALTH_SERVER -> millis(List.of(directory.toString()));
                        case NOTHING -> millis(List.of());
                    });
            Series ours = new Series(millis.getOrDefault(Contestant.HEALTH_SERVER, List.of()));
            Series empty = new Series(millis.getOrDefault(Contestant.NOTHING, List.of()));
            return List.of(
                    Row.absolute(
                            "HealthServer, start, the main thread's time above an empty main",
                            Unit.MILLISECONDS,
                            ours.less(empty),
                            Goals.LIBRARY_START_MILLIS),
                    Row.ratio(
                            "the main thread's time in all, to an empty main",
                            Unit.MILLISECONDS,
                            ours,
                            empty,
                            Goals.NO_GOAL));
        } finally {
            Files.delete(directory);
        }
    }

    private static double millis(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                MainThreadTime.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        int status = process.onExit().join().exitValue();
        if (status != 0) {
            throw new IllegalStateException(command + " ended with " + status);
        }
        return Long.parseLong(output) / 1e6;
    }

    /** Returns the class path of a service: its own classes and the two jars of the library. */
    private static String classPath() {
        return Stream.of(MainThreadTime.class, HealthServer.class, SocketName.class)
                .map(LibraryStartBench::location)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
