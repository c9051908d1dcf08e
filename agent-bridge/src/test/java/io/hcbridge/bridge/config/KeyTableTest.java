/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.Default;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tables of keys in docs/CONFIGURATION.md, docs/PROBES.md, docs/GROUPS.md and docs/PUSH.md are made from the declarations. The test writes the first table if the
 * system property {@code hcbridge.documents} is {@code write}.
 */
class KeyTableTest {
    private static final Path CONFIGURATION = Path.of("..", "docs", "CONFIGURATION.md");
    private static final Path PROBES = Path.of("..", "docs", "PROBES.md");
    private static final Path GROUPS = Path.of("..", "docs", "GROUPS.md");
    private static final Path PUSH = Path.of("..", "docs", "PUSH.md");
    private static final String BEGIN = "<!-- keys, written by KeyTableTest -->\n";
    private static final String END = "<!-- end of keys -->\n";
    private static final String FIRST_LINE = "| key | flag | default | meaning |\n";

    private record Row(String name, ConfigKey<?> key) {}

    /** What belongs to no kind of probe or to the health kind, whose keys are beside those of the target. */
    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        BridgeKeys.ALL.forEach(key -> rows.add(new Row(key.name(), key)));
        ProbeKind.ALL.stream().filter(kind -> !kind.isMapping()).forEach(kind -> rows.addAll(rows(kind)));
        TargetKeys.ALL.forEach(key -> rows.add(new Row("targets.NAME." + key.name(), key)));
        return rows;
    }

    private static List<Row> rows(ProbeKind kind) {
        String section = kind.isMapping() ? kind.key() + "." : "";
        return kind.keys().get().all().stream()
                .map(key -> new Row("targets.NAME." + section + key.name(), key))
                .toList();
    }

    private static List<Row> allRows() {
        List<Row> rows = new ArrayList<>(rows());
        ProbeKind.ALL.stream().filter(ProbeKind::isMapping).forEach(kind -> rows.addAll(rows(kind)));
        DiscoverKeys.ALL.forEach(key -> rows.add(new Row(DiscoverKeys.SECTION + "." + key.name(), key)));
        return rows;
    }

    private static String table() {
        return FIRST_LINE
                + "|---|---|---|---|\n"
                + rows().stream().map(KeyTableTest::line).collect(Collectors.joining());
    }

    /** The table of a kind, without the common part of the names and without flags. */
    private static String table(ProbeKind kind) {
        return table(kind.keys().get().all());
    }

    private static String table(List<ConfigKey<?>> keys) {
        return "| key | default | meaning |\n|---|---|---|\n"
                + keys.stream()
                        .map(key -> "| `" + key.name() + "` | " + byDefault(key) + " | " + key.meaning() + " |\n")
                        .collect(Collectors.joining());
    }

    private static String byDefault(ConfigKey<?> key) {
        Default byDefault = key.byDefault();
        return byDefault.isValue() ? "`" + byDefault.text() + "`" : byDefault.text();
    }

    private static String line(Row row) {
        ConfigKey<?> key = row.key();
        String flag = key.flag().map(f -> "`" + f + "`").orElse("");
        return "| `" + row.name() + "` | " + flag + " | " + byDefault(key) + " | " + key.meaning() + " |\n";
    }

    @Test
    void documentedKeysAreTheDeclaredKeys() throws IOException {
        String document = Files.readString(CONFIGURATION);
        assertThat(document).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        int end = document.indexOf(END);
        if ("write".equals(System.getProperty("hcbridge.documents"))) {
            Files.writeString(CONFIGURATION, document.substring(0, begin) + table() + document.substring(end));
            return;
        }
        assertThat(document.substring(begin, end))
                .as("the table of keys in docs/CONFIGURATION.md; docs/TESTING.md has the command that writes it")
                .isEqualTo(table());
    }

    @Test
    void theTablesOfTheKindsAreUpToDate() throws IOException {
        String probes = Files.readString(PROBES) + Files.readString(GROUPS) + Files.readString(PUSH);
        for (ProbeKind kind :
                ProbeKind.ALL.stream().filter(ProbeKind::isMapping).toList()) {
            String expected = table(kind);
            assertThat(probes)
                    .as(
                            "replace the table of %s in docs/PROBES.md, docs/GROUPS.md or docs/PUSH.md by:\n%s",
                            kind.key(), expected)
                    .contains("\n\n" + expected + "\n");
        }
    }

    @Test
    void theTableOfDiscoveryIsUpToDate() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "DISCOVERY.md")))
                .as("the table of keys in docs/DISCOVERY.md")
                .contains("\n\n" + table(DiscoverKeys.ALL) + "\n");
    }

    @Test
    void everyDefaultIsAValueOfItsKey() {
        for (Row row : allRows()) {
            if (row.key().byDefault().isValue()) {
                assertThat(row.key().parse(row.key().byDefault().text()))
                        .as(row.name())
                        .isNotNull();
            }
        }
    }

    @Test
    void namesAndFlagsAreUsedOnce() {
        Set<String> seen = new HashSet<>();
        for (Row row : allRows()) {
            assertThat(seen.add(row.name())).as(row.name()).isTrue();
            row.key()
                    .flag()
                    .ifPresent(flag ->
                            assertThat(seen.add(flag.name())).as(flag.name()).isTrue());
        }
    }
}
