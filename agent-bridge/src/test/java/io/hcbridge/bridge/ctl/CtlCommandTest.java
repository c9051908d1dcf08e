/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.command.CommandCall;
import io.hcbridge.ipc.command.CommandException;
import io.hcbridge.ipc.command.CommandHandler;
import io.hcbridge.ipc.command.CommandServer;
import io.hcbridge.ipc.command.CommandServerBuilder;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(30)
final class CtlCommandTest {
    private static final String ROW = "{\"target\":\"orders\",\"verdict\":\"up\",\"reason\":\"fine\",\"pending\":2,"
            + "\"override\":{\"value\":\"drain\",\"by\":\"ann\"},\"weight-override\":{\"value\":3,\"by\":\"b\"}}";

    @TempDir
    private Path directory;

    private final List<CommandServer> servers = new ArrayList<>();
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    private record Run(int exit, String out, String err) {}

    @AfterEach
    void stop() throws IOException {
        for (CommandServer server : servers) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "set orders drain, 'set {state=drain, target=orders}'",
        "set orders drain --reason why --for 10m, 'set {for=10m, reason=why, state=drain, target=orders}'",
        "set orders weight 1, 'set {target=orders, weight=1}'",
        "set orders weight 100, 'set {target=orders, weight=100}'",
        "set --all maint, 'set {state=maint, target=*}'",
        "set --all weight 30, 'set {target=*, weight=30}'",
        "clear orders, 'clear {target=orders}'",
        "clear --all, 'clear {target=*}'",
        "list, 'list {from=0}'",
    })
    void commandLineBecomesOneCall(String line, String call) throws IOException {
        serve(Map.of("set", page(ROW), "clear", page(ROW), "list", page(ROW)));
        Run run = run(line.split(" "));
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(calls).containsExactly(call);
        assertThat(run.out().lines().toList())
                .hasSize(2)
                .first()
                .asString()
                .matches("TARGET +VERDICT +SERVICE +OVERRIDE +PENDING +REASON *");
        assertThat(run.out()).containsPattern("orders +up +drain by ann; weight 3 by b +2 +fine");
    }

    @ParameterizedTest
    @CsvSource({
        "explain orders, 'explain {target=orders}'",
        "stats, stats {}",
        "log-level debug, log-level {level=debug}",
        "ping --json, ping {}",
        "ack-state-loss --json, ack-state-loss {}",
    })
    void replyIsPrintedAsJson(String line, String call) throws IOException {
        CommandHandler answer = c -> "{\"a\":1}";
        serve(Map.of(
                "explain", answer, "stats", answer, "log-level", answer, "ping", answer, "ack-state-loss", answer));
        assertThat(run(line.split(" "))).isEqualTo(new Run(0, "{\n  \"a\" : 1\n}\n", ""));
        assertThat(calls).containsExactly(call);
    }

    @Test
    void replyIsPrintedAsText() throws IOException {
        serve(Map.of("ping", c -> "{}", "ack-state-loss", c -> "{\"acknowledged\":" + (calls.size() == 2) + "}"));
        assertThat(run("ping").out()).isEqualTo("the bridge replies\n");
        assertThat(run("ack-state-loss").out()).isEqualTo("the loss is acknowledged\n");
        assertThat(run("ack-state-loss").out()).isEqualTo("there is no loss to acknowledge\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            reload           | reload {dry-run=false} | {"changes":["+ a","~ b: changed"]}  | + a;~ b: changed;
            reload --dry-run | reload {dry-run=true}  | {"changes":[]}                      | no changes;
            reload           | reload {dry-run=false} | {"changes":["+ a"],"more":7}        | + a;and 7 more changes;
            """)
    void reloadPrintsOneLineForEachChange(String line, String call, String reply, String printed) throws IOException {
        serve(Map.of("reload", c -> reply));
        assertThat(run(line.split(" "))).isEqualTo(new Run(0, printed.replace(";", "\n"), ""));
        assertThat(calls).containsExactly(call);
    }

    @Test
    void failedReloadListsAllProblems() throws IOException {
        serve(Map.of("reload", c -> {
            throw new CommandException("the configuration was not changed:\n  a\n  b");
        }));
        assertThat(run("reload"))
                .isEqualTo(new Run(1, "", "hcbridge ctl: the configuration was not changed:\n  a\n  b\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"set orders drain", "set orders drain --json", "clear orders", "ack-state-loss"})
    void changeThatWasNotSavedFails(String line) throws IOException {
        CommandHandler answer = c -> "{\"targets\":[],\"not-saved\":\"the disk is full\"}";
        serve(Map.of("set", answer, "clear", answer, "ack-state-loss", answer));
        Run run = run(line.split(" "));
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("hcbridge ctl: not saved: the disk is full\n");
        assertThat(run.out()).isNotEmpty();
    }

    @Test
    void problemOfTheStoreIsShownBelowTheTable() throws IOException {
        serve(Map.of("list", c -> "{\"targets\":[],\"problem\":\"the disk is full\"}"));
        assertThat(run("list").out()).endsWith("the disk is full\n");
    }

    @Test
    void listShowsAllPages() throws IOException {
        serve(Map.of(
                "list",
                c -> c.text("from").orElse("").equals("0")
                        ? "{\"targets\":[" + ROW + "],\"next\":100}"
                        : "{\"targets\":[" + ROW + "]}"));
        JsonObject list = new JsonObject(run("list", "--json").out());
        assertThat(list.getJsonArray("targets")).hasSize(2);
        assertThat(calls).containsExactly("list {from=0}", "list {from=100}");
    }

    @Test
    void listEndsIfAPageRepeats() throws IOException {
        serve(Map.of("list", c -> "{\"targets\":[" + ROW + "],\"next\":100}"));
        assertThat(run("list").exit()).isZero();
        assertThat(calls).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "[]", "{}", "{\"targets\":7}"})
    void replyOfAnotherServerIsAnError(String answer) throws IOException {
        serve(Map.of("list", c -> answer));
        assertThat(run("list"))
                .isEqualTo(new Run(
                        1,
                        "",
                        "hcbridge ctl: " + socket()
                                + " is not the command socket of a bridge: its reply has an unknown format\n"));
    }

    @Test
    void rejectionShowsTheTextOfTheBridge() throws IOException {
        serve(Map.of("set", c -> {
            throw new CommandException("permission denied: user ann is not in admin.operators");
        }));
        assertThat(run("set", "orders", "drain"))
                .isEqualTo(new Run(1, "", "hcbridge ctl: permission denied: user ann is not in admin.operators\n"));
    }

    @Test
    void errorForAnUnreachableBridgeSaysWhatToDo() throws IOException {
        assertThat(run("ping").err())
                .isEqualTo("hcbridge ctl: cannot reach the bridge: " + socket()
                        + " does not exist; is `hcbridge serve` running with admin.socket?\n");
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(socket()));
        }
        Run run = run("ping");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("hcbridge ctl: cannot reach the bridge: " + socket()
                        + " refused the connection; is `hcbridge serve` running with admin.socket?\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "watch --every -1|--every: -1.0 must be 0.1 to 86400 seconds",
                "watch --every 0|--every: 0.0 must be 0.1 to 86400 seconds",
                "watch --every 0.09|--every: 0.09 must be 0.1 to 86400 seconds",
                "watch --every 86401|--every: 86401.0 must be 0.1 to 86400 seconds",
                "watch --every NaN|--every: NaN must be 0.1 to 86400 seconds",
                "watch --every Infinity|--every: Infinity must be 0.1 to 86400 seconds",
                "watch --every 1e300|--every: 1.0E300 must be 0.1 to 86400 seconds",
                "watch --every often|Invalid value for option '--every': 'often' is not a double",
                "watch --times 0|--times: 0 must be at least 1",
                "watch --times -1|--times: -1 must be at least 1",
                "watch --times 1e3|Invalid value for option '--times': '1e3' is not an int",
                "set orders|specify TARGET STATE or TARGET weight PERCENT; leave out TARGET with --all",
                "set orders weight|specify TARGET STATE or TARGET weight PERCENT; leave out TARGET with --all",
                "set --all orders drain|specify TARGET STATE or TARGET weight PERCENT; leave out TARGET with --all",
                "set orders weight 0|weight: '0' must be 1 to 100 percent; to stop traffic, set drain",
                "set orders weight 101|weight: '101' must be 1 to 100 percent; to stop traffic, set drain",
                "set orders weight -5|weight",
                "set orders weight 1.5|weight: '1.5' must be 1 to 100 percent; to stop traffic, set drain",
                "set orders weight NaN|weight: 'NaN' must be 1 to 100 percent; to stop traffic, set drain",
                "set orders weight 99999999999999999999|must be 1 to 100 percent",
                "set orders drain --for 0s|--for: 0s must be positive",
                "set orders drain --for -1s|--for: '-1s' must be a duration like",
                "set orders drain --for soon|--for: 'soon' must be a duration like",
                "clear|specify either a TARGET or --all",
                "clear --all orders|specify either a TARGET or --all",
                "bogus|Unmatched argument",
                "|specify a subcommand",
            })
    void usageErrorExitsWith2AndPrintsTheSynopsis(String line, String problem) throws IOException {
        serve(Map.of("set", page(ROW), "list", page(ROW)));
        Run run = run(line == null ? new String[0] : line.split(" "));
        assertThat(run.err()).contains(problem);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).containsAnyOf("Usage: ", "Did you mean: ");
        assertThat(calls).isEmpty();
    }

    @Test
    void socketMustBeSpecified() {
        StringWriter err = new StringWriter();
        assertThat(new CommandLine(new CtlCommand())
                        .setErr(new PrintWriter(err, true))
                        .execute("list", "--admin-socket="))
                .isNotZero();
    }

    @Test
    void watchRepeatsTheListAfterAPause() throws IOException {
        serve(Map.of("list", page(ROW)));
        long start = System.nanoTime();
        Run run = run("watch", "--every=0.1", "--times=3");
        assertThat(System.nanoTime() - start).isBetween(200_000_000L, 20_000_000_000L);
        assertThat(run.exit()).isZero();
        assertThat(calls).hasSize(3);
        assertThat(run.out()).containsPattern("(?s)orders.*orders.*orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "list --json", "watch --every=0.1"})
    void failureToWriteTheOutputIsReported(String line) throws IOException {
        serve(Map.of("list", page(ROW)));
        Writer full = new Writer() {
            @Override
            public void write(char[] text, int start, int length) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Run run = run(full, line.split(" "));
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("hcbridge ctl: cannot write to standard output: it is closed, or its device is full\n");
        assertThat(calls).hasSize(1);
    }

    @Test
    void completionIsPrinted() {
        assertThat(run("completion").out()).contains("complete -F");
    }

    private Path socket() {
        return directory.resolve("admin.sock");
    }

    private void serve(Map<String, CommandHandler> handlers) throws IOException {
        CommandServerBuilder builder = CommandServer.builder().path(socket());
        handlers.forEach((command, handler) -> builder.handler(command, call -> {
            calls.add(describe(call));
            return handler.handle(call);
        }));
        servers.add(builder.start());
    }

    private static String describe(CommandCall call) {
        return call.command() + " " + new TreeMap<>(call.arguments());
    }

    private static CommandHandler page(String row) {
        return call -> "{\"targets\":[" + row + "]}";
    }

    private Run run(String... arguments) {
        return run(new StringWriter(), arguments);
    }

    private Run run(Writer out, String... arguments) {
        StringWriter err = new StringWriter();
        List<String> words = new ArrayList<>(List.of("--admin-socket=" + socket()));
        words.addAll(List.of(arguments));
        int exit = new CommandLine(new CtlCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
        return new Run(exit, out.toString(), err.toString());
    }
}
