/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of packages in docs/DESIGN.md is complete. */
class DesignDocumentTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "hcbridge");
    private static final String DESCRIPTION = "/package-info.java";
    private static final Pattern PACKAGE = Pattern.compile("(?m)^(bridge[.a-z]*) {2,}\\S");

    @Test
    void documentedPackagesAreThePackages() throws IOException {
        List<String> documented = PACKAGE.matcher(Files.readString(Path.of("..", "docs", "DESIGN.md")))
                .results()
                .map(line -> line.group(1))
                .toList();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<String> packages = files.map(file -> SOURCES.relativize(file).toString())
                    .filter(file -> file.endsWith(DESCRIPTION))
                    .map(file -> file.substring(0, file.length() - DESCRIPTION.length())
                            .replace('/', '.'))
                    .toList();
            assertThat(documented).containsExactlyInAnyOrderElementsOf(packages);
        }
    }
}
