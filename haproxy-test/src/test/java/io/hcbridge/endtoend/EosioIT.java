/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.haproxy.ChildProcess;
import io.hcbridge.haproxy.FreePort;
import io.hcbridge.haproxy.HaproxyConfig;
import io.hcbridge.haproxy.HaproxyProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The EOSIO agent in front of a real HAProxy, and in place of the program in Go. */
@Timeout(60)
class EosioIT {
    private static final Duration POLL = Duration.ofMillis(300);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @Test
    void serverFollowsTheChainThatItsAgentLineNames() throws Exception {
        try (SimulatedChain chain = new SimulatedChain();
                BridgeProcess bridge = BridgeProcess.start(
                        Homes.hcbridge(),
                        directory.resolve("bridge.log"),
                        List.of("--eosio", "--eosio-allow=127.0.0.1:" + chain.port(), "--reply-deadline=250ms"))) {
            HaproxyConfig config = new HaproxyConfig();
            config.backend("chain")
                    .server("one", new InetSocketAddress(InetAddress.getLoopbackAddress(), chain.port()))
                    .weight(100)
                    .agent(bridge.agent())
                    .agentSend("v1|" + chain.url() + "|10")
                    .agentInter(POLL);
            try (HaproxyProcess haproxy = HaproxyProcess.start(config)) {
                awaitUp(haproxy, true);
                chain.lag(42);
                awaitUp(haproxy, false);
                assertThat(haproxy.log()).contains("via agent : down (head block is 42 s behind)");
                chain.lag(0);
                awaitUp(haproxy, true);
                chain.status(503);
                awaitUp(haproxy, false);
                assertThat(haproxy.log()).contains("via agent : down (HTTP 503)");
                chain.status(200);
                awaitUp(haproxy, true);
                chain.stop();
                awaitUp(haproxy, false);
                assertThat(haproxy.log()).contains("via agent : fail (connection refused)");
            }
            assertThat(bridge.log())
                    .doesNotContain("ERROR")
                    .contains("for [EOSIO requests]")
                    // The first change. Further ones within a second are only counted.
                    .containsPattern("eosio v1 " + chain.url() + ": unknown -> (up|failed: no answer within \\d+ms)");
            assertThat(bridge.metrics().text())
                    .contains("hcbridge_eosio_replies_total{verdict=\"down\"} ")
                    .contains("hcbridge_eosio_urls 1.0")
                    .contains("hcbridge_eosio_request_duration_seconds_count ");
        }
    }

    private static void awaitUp(HaproxyProcess haproxy, boolean up) {
        Await.until(
                "the chain to be " + (up ? "UP" : "DOWN"),
                LIMIT,
                () -> haproxy.stats().server("chain", "one").isUp() == up);
    }

    @Test
    void commandOfTheProgramInGoStartsItWithItsLogAndItsPidFile() throws Exception {
        int port = FreePort.next();
        Path log = directory.resolve("eosio.log");
        Path pid = directory.resolve("eosio.pid");
        try (SimulatedChain chain = new SimulatedChain();
                ChildProcess bridge = eosio(
                        "127.0.0.1",
                        String.valueOf(port),
                        "-l",
                        log.toString(),
                        "-p",
                        pid.toString(),
                        "--allow",
                        "127.0.0.1:" + chain.port())) {
            Await.until(
                    "the first answer",
                    LIMIT,
                    () -> ask(port, "v1|" + chain.url() + "|10").equals("up\n"));
            assertThat(Files.readString(pid)).isEqualTo(String.valueOf(bridge.pid()));
            assertThat(ask(port, "v1|http://127.0.0.1:1|10")).isEqualTo("failed fail #not allowed\n");
            Await.until(
                    "the refusal in the log",
                    LIMIT,
                    () -> read(log).contains("eosio: refused 'http://127.0.0.1:1': the URL is not in eosio.allow"));

            Path rotated = Files.move(log, directory.resolve("eosio.log.1"));
            bridge.signal("HUP");
            Await.until("the new log file", LIMIT, () -> read(log).contains("SIGHUP: log file reopened"));
            assertThat(Files.readString(rotated)).doesNotContain("SIGHUP");
            assertThat(ask(port, "v1|" + chain.url())).isEqualTo("up\n");
            assertThat(bridge.terminate()).as(bridge.output()).isZero();
            assertThat(bridge.output()).isEmpty();
            assertThat(pid).doesNotExist();
            assertThat(Files.readString(log)).contains("stopped");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            eosio | 78 | --allow: required; specify at least one URL that a request may name, like --allow api.example.org:8888
            eosio --allow http://x | 78 | --allow: 'http://x' must be NAME
            eosio 0.0.0.0 --allow x | 78 | IP, PORT: '0.0.0.0:1337' accepts connections from other hosts: --agent-allow must list the networks
            eosio 127.0.0.1 http --allow x | 78 | IP, PORT: '127.0.0.1:http' must be HOST:PORT
            eosio -t 1s1 --allow x | 78 | --timeout: '1s1' must be
            eosio --log-format xml --allow x | 2 | 'xml' must be term, logfmt, json or json-pretty
            eosio -l /none/x.log --allow x | 1 | cannot write the log file /none/x.log: no such directory
            eosio -p /none/x.pid --allow x | 1 | cannot write the pid file /none/x.pid: no such directory
            serve --eosio | 78 | --eosio: needs eosio.allow
            serve --eosio=maybe --eosio-allow x | 78 | --eosio: 'maybe' must be true or false
            serve --eosio-allow x | 78 | --eosio-allow: has no effect without eosio.enabled
            serve --eosio --eosio-allow x --listen 0.0.0.0:1337 | 78 | --listen: '0.0.0.0:1337' accepts connections from other hosts
            haproxy-config --server 10.0.0.7:80 --eosio --eosio-allow x | 2 | targets: at least one target is needed to print a backend
            """)
    void wrongUseIsAnErrorThatNamesTheOption(String arguments, int exit, String message) throws Exception {
        Script run = Script.hcbridge(arguments.split(" ", -1));
        assertThat(run.stderr()).contains(message);
        assertThat(run.exit()).isEqualTo(exit);
    }

    @Test
    void versionIsPrintedAsTheProgramInGoDoesIt() throws Exception {
        Script run = Script.hcbridge("eosio", "-v");
        assertThat(run.exit()).isZero();
        assertThat(run.stdout()).startsWith("hcbridge ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/EOSIO.md", "docs/PROBES.md"})
    void configurationsOfTheDocumentsHaveNoProblems(String document) throws Exception {
        List<String> files = blocks(document, "yaml").stream()
                .filter(text -> text.contains("eosio:"))
                .toList();
        assertThat(files).isNotEmpty();
        for (String text : files) {
            Path file = Files.writeString(directory.resolve("hcbridge.yaml"), text);
            Script check = Script.hcbridge("check-config", file.toString());
            assertThat(check.stdout()).as(check.stderr()).startsWith(file + ": ok, ");
        }
    }

    @Test
    void commandsOfTheDocumentStart() throws Exception {
        List<String> commands = blocks("docs/EOSIO.md", "sh");
        assertThat(commands).hasSize(2);
        for (String text : commands) {
            int port = FreePort.next();
            String[] words = text.strip()
                    .replace("1337", String.valueOf(port))
                    .replace("/var/log", directory.toString())
                    .replace("/run", directory.toString())
                    .split(" ", -1);
            assertThat(words[0]).isEqualTo("hcbridge");
            List<String> command = new ArrayList<>(List.of(words));
            command.set(0, Homes.hcbridge().resolve("hcbridge").toString());
            command.add("--metrics=none");
            try (ChildProcess bridge = ChildProcess.start(command, directory.resolve("output"))) {
                Await.until(
                        "the first answer", LIMIT, () -> ask(port, "debug|up").equals("up\n"));
                assertThat(bridge.terminate()).as(bridge.output()).isZero();
            }
        }
    }

    private static List<String> blocks(String document, String language) throws IOException {
        return Pattern.compile("(?m)^ *```" + language + "\n(.*?)^ *```$", Pattern.DOTALL)
                .matcher(Files.readString(Homes.hcbridge().resolve(document)))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private ChildProcess eosio(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Homes.hcbridge().resolve("hcbridge").toString(), "eosio"));
        command.addAll(List.of(arguments));
        return ChildProcess.start(command, directory.resolve("output"));
    }

    /** The text; empty while there is no such file. */
    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer; empty while nobody listens. */
    private static String ask(int port, String line) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            }
        } catch (IOException notYet) {
            return "";
        }
    }
}
