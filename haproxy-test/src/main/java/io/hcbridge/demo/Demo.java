/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.demo;

import io.hcbridge.haproxy.Site;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hcbridge demo}: starts services, the bridge and HAProxy, and shows how HAProxy reacts to failing and returning services. */
@Command(
        name = "hcbridge demo",
        description = "Runs three services, the bridge and a real HAProxy, and shows their states. Ctrl-C ends it.",
        mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {
    /** A shell's exit code for a program that SIGINT has ended. */
    private static final int INTERRUPTED = 130;

    private static final List<String> SERVICES = List.of("web1", "web2", "web3");

    @Parameters(hidden = true, paramLabel = "HOME", description = "The directory of the script hcbridge.")
    private Path home = Path.of("");

    @Option(
            names = "--once",
            description = "Run all scenes once, without pauses; exit code 0 only if HAProxy reacted as expected.")
    private boolean once;

    private final PrintStream out = System.out;

    private Demo() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Demo()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        out.println("Starting three services, the bridge and HAProxy ...");
        Site site = Site.start(home, SERVICES);
        // After Ctrl-C, only shutdown hooks run.
        Thread cleanUp = new Thread(site::close, "clean up");
        Runtime.getRuntime().addShutdownHook(cleanUp);
        out.println(
                Ansi.AUTO.string("Metrics:  @|bold " + site.bridge().metrics().uri() + "|@"));
        out.println(Ansi.AUTO.string("Traffic:  @|bold " + site.backend().uri() + "|@ (to the servers that are UP)"));
        StatusTable table = new StatusTable(site, out);
        try {
            return once ? new DemoScenes(site, table, Pace.UNATTENDED).run() : repeat(site, table);
        } catch (IOException | RuntimeException e) {
            // Ctrl-C also ends HAProxy, because it runs on the same terminal.
            if (site.haproxy().hasEnded()) {
                out.println("\nHAProxy has ended.");
                return INTERRUPTED;
            }
            out.println("\nHAProxy did not react as expected: " + e.getMessage());
            out.println(site.haproxy().describe() + "--- bridge ---\n"
                    + site.bridge().log());
            return 1;
        }
    }

    private static int repeat(Site site, StatusTable table) throws Exception {
        DemoScenes scenes = new DemoScenes(site, table, Pace.WATCHED);
        int result = scenes.run();
        while (result == 0) {
            result = scenes.run();
        }
        return result;
    }
}
