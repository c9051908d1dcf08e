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
 * The table of keys in docs/CONFIGURATION.md is made from the declarations. The test writes it if the system property
 * {@code hcbridge.documents} is {@code write}.
 */
class KeyTableTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "CONFIGURATION.md");
    private static final String BEGIN = "<!-- keys, written by KeyTableTest -->\n";
    private static final String END = "<!-- end of keys -->\n";
    private static final String FIRST_LINE = "| key | flag | default | meaning |\n";

    private record Row(String name, ConfigKey<?> key) {}

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        BridgeKeys.ALL.forEach(key -> rows.add(new Row(key.name(), key)));
        for (ProbeKind kind : ProbeKind.ALL) {
            String section = kind.isMapping() ? kind.key() + "." : "";
            kind.keys().get().all().forEach(key -> rows.add(new Row("targets.NAME." + section + key.name(), key)));
        }
        TargetKeys.ALL.forEach(key -> rows.add(new Row("targets.NAME." + key.name(), key)));
        return rows;
    }

    private static String table() {
        return FIRST_LINE
                + "|---|---|---|---|\n"
                + rows().stream().map(KeyTableTest::line).collect(Collectors.joining());
    }

    private static String line(Row row) {
        ConfigKey<?> key = row.key();
        String flag =
                key.flag().map(f -> "`" + f.name() + " " + f.label() + "`").orElse("");
        Default byDefault = key.byDefault();
        String text = byDefault.isValue() ? "`" + byDefault.text() + "`" : byDefault.text();
        return "| `" + row.name() + "` | " + flag + " | " + text + " | " + key.meaning() + " |\n";
    }

    @Test
    void documentedKeysAreTheDeclaredKeys() throws IOException {
        String document = Files.readString(DOCUMENT);
        assertThat(document).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        int end = document.indexOf(END);
        if ("write".equals(System.getProperty("hcbridge.documents"))) {
            Files.writeString(DOCUMENT, document.substring(0, begin) + table() + document.substring(end));
            return;
        }
        assertThat(document.substring(begin, end))
                .as("the table of keys in docs/CONFIGURATION.md; docs/TESTING.md has the command that writes it")
                .isEqualTo(table());
    }

    @Test
    void everyDefaultIsAValueOfItsKey() {
        for (Row row : rows()) {
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
        for (Row row : rows()) {
            assertThat(seen.add(row.name())).as(row.name()).isTrue();
            row.key()
                    .flag()
                    .ifPresent(flag ->
                            assertThat(seen.add(flag.name())).as(flag.name()).isTrue());
        }
    }
}
