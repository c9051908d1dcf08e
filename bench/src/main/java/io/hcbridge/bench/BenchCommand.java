/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code ./hcbridge bench}: measures and prints a table. A full run also writes it into {@code docs/PERFORMANCE.md}. */
public final class BenchCommand {
    private BenchCommand() {}

    /**
     * Runs the command.
     *
     * @param arguments the directory of the script {@code hcbridge}; then {@code --short} for a run of less than a minute
     */
    public static void main(String[] arguments) throws IOException {
        boolean isShort = arguments.length == 2 && arguments[1].equals("--short");
        if (arguments.length != 1 && !isShort) {
            System.err.println("usage: hcbridge bench [--short]");
            System.exit(2);
        }
        Path home = Path.of(arguments[0]).toAbsolutePath();
        Report report = run(Programs.compile(home), isShort ? Plan.SHORT : Plan.FULL);
        System.out.print(report.render());
        if (!isShort) {
            write(home.resolve("docs/PERFORMANCE.md"), report);
        }
        System.exit(report.faults().isEmpty() ? 0 : 1);
    }

    static Report run(Programs programs, Plan plan) throws IOException {
        Load load = new Load(programs.load());
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<String, Bench> bench : benches(plan).entrySet()) {
            System.err.println("hcbridge: measuring " + bench.getKey());
            rows.addAll(bench.getValue().run(programs, plan, load));
        }
        List<List<String>> micro = List.of();
        if (!plan.isShort()) {
            System.err.println("hcbridge: measuring the codecs and the prober");
            micro = MicroBench.run();
        }
        return new Report(Machine.describe(programs), rows, micro, load.faults());
    }

    private static Map<String, Bench> benches(Plan plan) {
        Map<String, Bench> benches = new LinkedHashMap<>();
        benches.put("checks", new ChecksBench());
        if (!plan.isShort()) {
            benches.put("checks by HTTP", new NetworkBench(NetworkKind.HTTP));
            benches.put("checks by TCP", new NetworkBench(NetworkKind.TCP));
            benches.put("the bridge behind HAProxy", new HaproxyBench());
            benches.put("a bridge that starts behind HAProxy", new FreshStartBench());
            benches.put("idle connections", new IdleBench());
            benches.put("pushed reports", new PushBench());
            benches.put("probes in the background", new BackgroundBench());
            benches.put("a reload of 10,000 targets", new ReloadBench(10_000));
        }
        benches.put("start-up", new StartBench());
        benches.put("hcbridge probe", new ProbeBench());
        benches.put("the start of a health server", new LibraryStartBench());
        benches.put("the health server", new PingsBench());
        return benches;
    }

    private static void write(Path file, Report report) throws IOException {
        Document document = new Document(Files.readString(file));
        Files.writeString(file, document.with(report.render()).text());
    }
}
