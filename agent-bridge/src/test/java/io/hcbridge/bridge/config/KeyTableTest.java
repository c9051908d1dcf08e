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

/** The README's table of keys is the one that the declarations make. */
class KeyTableTest {
    private static final Path README = Path.of("..", "README.md");
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
        String flag = key.flag().map(f -> "`" + f + "`").orElse("");
        Default byDefault = key.byDefault();
        String text = byDefault.isValue() ? "`" + byDefault.text() + "`" : byDefault.text();
        return "| `" + row.name() + "` | " + flag + " | " + text + " | " + key.meaning() + " |\n";
    }

    @Test
    void theReadmesTableIsUpToDate() throws IOException {
        String readme = Files.readString(README);
        String expected = table();
        assertThat(readme)
                .as("replace the configuration table of README.md by:\n%s", expected)
                .contains("\n\n" + expected + "\n");
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
