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

/** Starts a whole site and lets one watch what becomes of sick, killed and returning services. */
@Command(
        name = "hcbridge demo",
        description = "Three services, the bridge and a real HAProxy, to watch. Ends with Ctrl-C.",
        mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {
    /** As a shell reports an end by SIGINT. */
    private static final int INTERRUPTED = 130;

    private static final List<String> SERVICES = List.of("web1", "web2", "web3");

    @Parameters(hidden = true, paramLabel = "HOME", description = "The folder of the script hcbridge.")
    private Path home = Path.of("");

    @Option(
            names = "--once",
            description = "Tell the story once, unattended; exit code 0 only if HAProxy did what it should.")
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
        // Ctrl-C ends the JVM by its hooks alone.
        Thread cleanUp = new Thread(site::close, "clean up");
        Runtime.getRuntime().addShutdownHook(cleanUp);
        out.println(
                Ansi.AUTO.string("Metrics:  @|bold " + site.bridge().metrics().uri() + "|@"));
        out.println(Ansi.AUTO.string("Traffic:  @|bold " + site.backend().uri() + "|@ leads to whoever is UP"));
        StatusTable table = new StatusTable(site, out);
        try {
            return once ? new Story(site, table, Pace.UNATTENDED).tell() : repeat(site, table);
        } catch (IOException | RuntimeException e) {
            // Ctrl-C reaches every program of the terminal.
            if (site.haproxy().hasEnded()) {
                out.println("\nHAProxy has ended.");
                return INTERRUPTED;
            }
            out.println("\nHAProxy did not do what it should: " + e.getMessage());
            out.println(site.haproxy().describe() + "--- bridge ---\n"
                    + site.bridge().log());
            return 1;
        }
    }

    private static int repeat(Site site, StatusTable table) throws Exception {
        Story story = new Story(site, table, Pace.WATCHED);
        int result = story.tell();
        while (result == 0) {
            result = story.tell();
        }
        return result;
    }
}
