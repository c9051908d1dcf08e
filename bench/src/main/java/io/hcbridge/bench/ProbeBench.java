/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the process of {@code hcbridge probe} with a program that does nothing, in the same JVM with the same flags. */
final class ProbeBench implements Bench {
    @Override
    public List<Row> run(Programs programs, Plan plan, Load load) throws IOException {
        try (BenchEnvironment place = new BenchEnvironment(programs)) {
            CommandLine script = new CommandLine(List.of(
                    programs.script().toString(),
                    "probe",
                    place.service(0).toString(),
                    "--socket-directory",
                    place.directory().toString()));
            CommandLine java = behind(script, place);
            CommandLine empty = java.emptied(place.directory());
            Map<CommandLine, List<Double>> millis =
                    new Rounds(plan.commands()).run(List.of(java, script, empty), CommandLine::millis);
            Series least = new Series(millis.getOrDefault(empty, List.of()));
            Series bare = new Series(millis.getOrDefault(java, List.of()));
            Series whole = new Series(millis.getOrDefault(script, List.of()));
            return List.of(
                    row("hcbridge probe, its JVM alone, to an empty main", bare, least, Goals.PROBE_TO_EMPTY),
                    row("hcbridge probe with its script, to an empty main", whole, least, Goals.NO_GOAL));
        }
    }

    private static Row row(String what, Series ours, Series reference, Optional<Goal> goal) {
        return Row.ratio(what, Unit.MILLISECONDS, ours, reference, goal);
    }

    /** Returns the command line of the JVM that the script starts by {@code exec}. Reads it while a slow service delays the JVM. */
    private static CommandLine behind(CommandLine script, BenchEnvironment place) throws IOException {
        Path service = place.service(0);
        try (SlowService slow = new SlowService(service, place.directory())) {
            long pid = place.start(script.words());
            place.await("hcbridge probe to ask", slow::hasClient);
            return CommandLine.of(pid);
        } finally {
            place.service(0);
        }
    }
}
