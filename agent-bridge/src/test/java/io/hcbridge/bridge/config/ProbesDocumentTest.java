/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configurations in docs/PROBES.md and docs/PUSH.md can be used as they stand. */
final class ProbesDocumentTest {
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void everyConfigurationIsValid() throws Exception {
        Files.createFile(directory.resolve("ca.pem"));
        String document = Files.readString(Path.of("..", "docs", "PROBES.md"))
                + Files.readString(Path.of("..", "docs", "PUSH.md"));
        Matcher snippets = YAML.matcher(document);
        int found = 0;
        while (snippets.find()) {
            Path file = directory.resolve("hcbridge.yaml");
            Files.writeString(file, snippets.group(1).replace("/etc/hcbridge/", directory + "/"));
            assertThat(Configs.problems(new ConfigBuilder().file(file)))
                    .as(snippets.group(1))
                    .isEmpty();
            found++;
        }
        assertThat(found).isPositive();
    }
}
