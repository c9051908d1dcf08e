/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.config.ConfigBuilder;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.probe.eosio.FakeChain;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bridge beside the replies of the EOSIO daemon in Go. They are recorded; where {@value #DAEMON} has the port of such a daemon on this
 * host, it is asked again, and the record is written to {@code target}.
 */
@Timeout(30)
final class EosioDaemonTest {
    private static final String DAEMON = "hcbridge.eosio.daemon";
    private static final String RECORD = "eosio-daemon.txt";
    private static final Path INTEROP = Path.of("..", "docs", "INTEROP.md");

    @TempDir
    static Path directory;

    private static final Map<String, String> RECORDED = recorded();
    private static final Map<String, String> ASKED = new LinkedHashMap<>();
    private static Bridge bridge;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        Path file = Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent: {listen: 127.0.0.1:0, reply-deadline: 5s}
                metrics: {listen: none}
                log: {level: error}
                eosio: {enabled: true, allow: [127.0.0.1, api.example.org]}
                """);
        bridge = new Bridge(new ConfigBuilder().file(file).build(), "test");
        port = ((TcpAddress) bridge.start().get(0)).port();
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
        if (!ASKED.isEmpty()) {
            Files.writeString(
                    Path.of("target", RECORD),
                    ASKED.entrySet().stream()
                            .map(row -> row.getKey() + " = " + row.getValue() + "\n")
                            .collect(Collectors.joining()));
        }
    }

    /** Lines of a name and a reply; others are comments. */
    private static Map<String, String> recorded() {
        try (InputStream in = Objects.requireNonNull(EosioDaemonTest.class.getResourceAsStream(RECORD))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> line.contains(" = "))
                    .map(line -> line.split(" = ", 2))
                    .collect(Collectors.toMap(row -> row[0], row -> row[1]));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static List<EosioDaemonRow> rows() {
        return EosioDaemonRow.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void verdictIsThatOfTheDaemonUnlessTheRowSaysWhyNot(EosioDaemonRow row) throws Exception {
        String theirs = theirs(row);
        assertThat(ask(port, row)).isEqualTo(row.ours() + "\n");
        if (row.why().isEmpty()) {
            assertThat(verdict(row.ours())).isEqualTo(verdict(theirs));
        } else {
            assertThat(row.ours()).as("a row that differs").isNotEqualTo(theirs);
        }
    }

    @Test
    void rowsAreThoseThatAreRecordedAndTheirDifferencesAreInTheDocument() throws Exception {
        Set<String> names = rows().stream().map(EosioDaemonRow::name).collect(Collectors.toSet());
        assertThat(names).isEqualTo(RECORDED.keySet());
        Map<String, String> differences = new TreeMap<>();
        rows().stream().filter(row -> !row.why().isEmpty()).forEach(row -> differences.put(row.name(), line(row)));
        assertThat(Files.readString(INTEROP))
                .as("the table of the EOSIO daemon:\n%s", String.join("", differences.values()))
                .contains(String.join("", differences.values()));
    }

    private static String line(EosioDaemonRow row) {
        return "| " + row.name() + " | `" + RECORDED.get(row.name()) + "` | `" + row.ours() + "` | " + row.why()
                + " |\n";
    }

    private static String theirs(EosioDaemonRow row) throws Exception {
        String daemon = System.getProperty(DAEMON);
        if (daemon == null) {
            return Objects.requireNonNull(RECORDED.get(row.name()), "no recorded reply to " + row.name());
        }
        String reply = ask(Integer.parseInt(daemon), row).strip();
        ASKED.put(row.name(), reply);
        return reply;
    }

    private static String ask(int agent, EosioDaemonRow row) throws Exception {
        try (FakeChain chain = new FakeChain().answers(row.answer())) {
            return AgentClient.ask(agent, row.request().replace("{port}", String.valueOf(chain.port())) + "\n");
        }
    }

    /** A bare {@code fail} and {@code failed fail} say the same. */
    private static String verdict(String reply) {
        String word = reply.replaceFirst("[ #].*", "");
        return word.equals("failed") && reply.startsWith("failed fail") ? "fail" : word;
    }
}
