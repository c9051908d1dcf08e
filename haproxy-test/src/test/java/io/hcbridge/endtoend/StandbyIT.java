/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.haproxy.ChildProcess;
import io.hcbridge.haproxy.FreePort;
import io.hcbridge.haproxy.HaproxyConfig;
import io.hcbridge.haproxy.HaproxyProcess;
import io.hcbridge.haproxy.SampleServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two bridges of one group, as an operator runs them, with a real HAProxy that checks ten times a second. */
@Timeout(180)
class StandbyIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int USER = 48_712;
    /** {@code -Dhcbridge.upgrades=10} runs as many as {@code docs/STANDBY.md} promises. */
    private static final int UPGRADES = Integer.getInteger("hcbridge.upgrades", 2);

    private static final int KILLS = Integer.getInteger("hcbridge.kills", 3);
    /** Far more than a takeover takes on a machine that runs nothing else, where the median is below 300 ms. */
    private static final long TAKEOVER_LIMIT_MILLIS = 3000;

    @TempDir
    Path directory;

    private List<String> arguments;

    @BeforeEach
    void configure() throws Exception {
        Path config = Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent: {group: {name: edge, directory: %1$s}}
                state-file: %1$s/state.json
                admin: {socket: %1$s/admin.sock}
                targets: {orders: {directory: %1$s/orders, interval: 200ms}}
                """.formatted(directory));
        arguments = List.of("--config=" + config, "--listen=unix:" + directory + "/agent.sock");
    }

    @Test
    void upgradesCauseNoFailedCheckAndNoChangeOfState() throws Exception {
        try (SampleServiceProcess service = startedService();
                BridgeProcess first = start("0");
                HaproxyProcess haproxy = haproxy(first, service)) {
            awaitUp(haproxy);
            String before = haproxy.log();
            List<BridgeProcess> all = new ArrayList<>(List.of(first));
            try {
                for (int i = 1; i <= UPGRADES; i++) {
                    BridgeProcess old = all.get(i - 1);
                    BridgeProcess next =
                            first.startBeside(Homes.hcbridge(), directory.resolve("bridge" + i + ".log"), arguments);
                    all.add(next);
                    assertThat(role(next, "standby")).isEqualTo(1);
                    assertThat(old.terminate()).as(old.log()).isZero();
                    Await.until("the new bridge to answer HAProxy", SOON, () -> replies(next) >= 10);
                    assertThat(role(next, "master")).isEqualTo(1);
                }
                assertThat(haproxy.log()).startsWith(before);
                assertThat(changes(haproxy.log().substring(before.length()))).isEmpty();
            } finally {
                all.forEach(BridgeProcess::close);
            }
        }
    }

    @Test
    void standbyAnswersAfterTheMasterWasKilledAndCommandsReachIt() throws Exception {
        List<Long> gaps = new ArrayList<>();
        try (SampleServiceProcess service = startedService()) {
            assertThat(service.name()).isEqualTo("orders");
            BridgeProcess master = start("0");
            try {
                for (int i = 1; i <= KILLS; i++) {
                    BridgeProcess standby =
                            master.startBeside(Homes.hcbridge(), directory.resolve("killed" + i + ".log"), arguments);
                    assertThat(ctl("set", "orders", "weight", "" + (10 + i)).exit())
                            .isZero();
                    assertThat(ask(master)).isEqualTo("up " + (10 + i) + "%\n");
                    long killed = System.nanoTime();
                    master.kill();
                    assertThat(ask(standby)).isEqualTo("up " + (10 + i) + "%\n");
                    gaps.add((System.nanoTime() - killed) / 1_000_000);
                    Await.until("the command socket", SOON, () -> isInList("weight"));
                    master = standby;
                }
                assertThat(ctl("clear", "orders").exit()).isZero();
                assertThat(ask(master)).isEqualTo("up 100%\n");
            } finally {
                master.close();
            }
        }
        System.out.println("milliseconds from SIGKILL of the master to the standby's reply: " + gaps);
        assertThat(gaps.stream().sorted().toList().get(KILLS / 2)).isLessThan(TAKEOVER_LIMIT_MILLIS);
    }

    @Test
    void masterWithoutItsLockFileEndsWithAnErrorAndTheStandbyTakesOver() throws Exception {
        try (BridgeProcess master = start("0");
                BridgeProcess standby =
                        master.startBeside(Homes.hcbridge(), directory.resolve("standby.log"), arguments)) {
            Files.delete(directory.resolve("edge.lock"));
            Await.until("the master to end", SOON, () -> !master.isAlive());
            assertThat(master.log())
                    .contains("ERROR event loop: ended: group edge: its lock file " + directory
                            + "/edge.lock was removed");
            Await.until("the standby to take over", SOON, () -> role(standby, "master") == 1);
        }
    }

    @Test
    void documentedMetricsAreOnThePageWithTheirTypes() throws Exception {
        List<MatchResult> metrics = Pattern.compile("\n\\| `(hcbridge_group_\\w+)` \\| (\\w+) \\|")
                .matcher(Document.read("docs/STANDBY.md").text())
                .results()
                .toList();
        assertThat(metrics).hasSize(4);
        try (BridgeProcess master = start("0")) {
            String page = master.metrics().text();
            for (MatchResult metric : metrics) {
                assertThat(page).contains("# TYPE " + metric.group(1) + " " + metric.group(2) + "\n");
            }
            assertThat(role(master, "master")).isEqualTo(1);
            assertThat(role(master, "standby")).isZero();
        }
    }

    @Test
    void takenMetricsPortIsAnErrorThatNamesTheFlag() throws Exception {
        try (BridgeProcess master = start("0")) {
            Script second = Script.hcbridge(serve(
                    "--metrics=127.0.0.1:" + master.metrics().uri().getPort(),
                    "--listen=127.0.0.1:" + FreePort.next()));
            assertThat(second.exit()).isEqualTo(1);
            assertThat(second.stderr()).contains("address already in use").contains("(metrics.listen, --metrics)");
        }
    }

    @Test
    void groupThatCannotBeJoinedIsAnErrorAtTheStart() throws Exception {
        for (String[] wrong : new String[][] {
            {"--group-directory=/no-such-directory", "the directory /no-such-directory does not exist; create it"},
            {"--group=a/b", "'a/b' must be 1 to 64 letters, digits"}
        }) {
            Script run = Script.hcbridge(serve(wrong[0], "--metrics=none"));
            assertThat(run.exit()).isEqualTo(78);
            assertThat(run.stderr()).contains(wrong[1]);
        }
        Files.createDirectory(directory.resolve("edge.lock"));
        Script run = Script.hcbridge(serve("--metrics=none"));
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.stderr()).contains("lock file " + directory + "/edge.lock is not a regular file; remove it");
    }

    @Test
    void lockFileOfAnotherUserIsRejected() throws Exception {
        OrdinaryUser user = OrdinaryUser.in(directory, USER, USER);
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createFile(shared.resolve("edge.lock"));
        Files.setPosixFilePermissions(shared.resolve("edge.lock"), PosixFilePermissions.fromString("rw-------"));
        Script run = user.run(
                "serve",
                "--group=edge",
                "--group-directory=" + shared,
                "--listen=127.0.0.1:" + FreePort.next(),
                "--metrics=none",
                "--target=orders=/none");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.stderr())
                .contains("cannot open lock file " + shared + "/edge.lock")
                .contains("owner root");
    }

    /** A small launcher keeps the socket, as systemd does, and passes it to one bridge after the other. */
    @Test
    void socketOfTheServiceManagerIsUsedAndItsQueueSurvivesARestart() throws Exception {
        int port = FreePort.next();
        String launcher = """
                use strict; use Socket;
                my ($port, @command) = @ARGV;
                my $pid;
                $| = 1;
                $^F = 3;
                socket(my $listener, PF_INET, SOCK_STREAM, 0) or die;
                bind($listener, sockaddr_in($port, INADDR_LOOPBACK)) or die;
                listen($listener, 100) or die;
                fileno($listener) == 3 or die fileno($listener);
                $SIG{TERM} = sub { kill "TERM", $pid };
                print "listening\\n";
                for my $run (1, 2) {
                    $pid = fork() // die;
                    if ($pid == 0) {
                        $SIG{TERM} = "DEFAULT";
                        @ENV{"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"} = ($$, 1, "agent");
                        exec @command or die;
                    }
                    waitpid($pid, 0) == $pid or waitpid($pid, 0);
                    print "bridge $run ended: $?\\n";
                }
                """;
        List<String> command = new ArrayList<>(List.of(
                "perl",
                "-e",
                launcher,
                "" + port,
                Homes.hcbridge().resolve("hcbridge").toString(),
                "serve",
                "--listen=127.0.0.1:" + port,
                "--metrics=none",
                "--target=orders=" + directory + "/orders"));
        try (SampleServiceProcess service = startedService();
                ChildProcess process = ChildProcess.start(command, directory.resolve("launcher.log"))) {
            InetSocketAddress agent = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            assertThat(service.name()).isEqualTo("orders");
            Await.until("the launcher to listen", SOON, () -> process.output().contains("listening"));
            assertThat(ask(agent)).isEqualTo("up\n");
            process.signal("TERM");
            Await.until("the first bridge to end", SOON, () -> process.output().contains("bridge 1 ended: 0"));
            // The second bridge is starting. The check waits for it.
            assertThat(ask(agent)).isEqualTo("up\n");
            process.signal("TERM");
            Await.until("the second bridge to end", SOON, () -> process.output().contains("bridge 2 ended: 0"));
        }
    }

    private SampleServiceProcess startedService() throws IOException {
        return SampleServiceProcess.start("orders", directory.resolve("orders")).awaitStarted();
    }

    private BridgeProcess start(String name) throws IOException {
        return BridgeProcess.start(Homes.hcbridge(), directory.resolve("bridge" + name + ".log"), arguments);
    }

    private String[] serve(String... further) {
        List<String> all = new ArrayList<>(List.of("serve"));
        all.addAll(arguments);
        all.addAll(List.of(further));
        return all.toArray(String[]::new);
    }

    private static HaproxyProcess haproxy(BridgeProcess bridge, SampleServiceProcess service) throws IOException {
        HaproxyConfig config = new HaproxyConfig();
        config.backend("shop")
                .line("option log-health-checks")
                .line("timeout check 1500ms")
                .server("orders", service.address())
                .weight(100)
                .agent(bridge.agent())
                .agentSend("orders")
                .agentInter(Duration.ofMillis(100));
        return HaproxyProcess.start(config);
    }

    private static void awaitUp(HaproxyProcess haproxy) {
        Await.until(
                "the server to be UP by its agent",
                SOON,
                () -> haproxy.stats().server("shop", "orders").agentStatus().equals("L7OK"));
    }

    /** Returns the log lines about states and failed checks. */
    private static List<String> changes(String log) {
        Pattern about = Pattern.compile("check|DOWN|UP|agent|Agent");
        return log.lines().filter(about.asPredicate()).toList();
    }

    private static double role(BridgeProcess bridge, String role) {
        return bridge.metrics()
                .sample("hcbridge_group_role{role=\"" + role + "\"}")
                .orElse(-1);
    }

    private static double replies(BridgeProcess bridge) {
        return bridge.metrics().sum("hcbridge_replies_total");
    }

    private static String ask(BridgeProcess bridge) throws IOException {
        return ask(bridge.agent());
    }

    private static String ask(InetSocketAddress agent) throws IOException {
        try (Socket socket = new Socket(agent.getAddress(), agent.getPort())) {
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream().write("orders\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private boolean isInList(String text) {
        try {
            return ctl("list").stdout().contains(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Script ctl(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ctl", "--admin-socket=" + directory + "/admin.sock"));
        command.addAll(List.of(words));
        return Script.hcbridge(command.toArray(String[]::new));
    }
}
