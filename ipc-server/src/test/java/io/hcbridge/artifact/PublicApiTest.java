/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The public API is that of docs/api. A change of it is visible in a review. The test writes the files if the system property {@code
 * hcbridge.documents} is {@code write}.
 */
class PublicApiTest {
    private static final String INTERNAL = ".internal";

    @ParameterizedTest
    @EnumSource
    void publicApiIsTheDocumentedOne(LibraryModule module) throws Exception {
        Path file = Path.of("..", "docs", "api", module.descriptor().name() + ".txt");
        List<String> lines = api(module);
        if ("write".equals(System.getProperty("hcbridge.documents"))) {
            Files.createDirectories(file.getParent());
            Files.write(file, lines);
        }

        assertThat(lines)
                .as("a missing line breaks users of the library; if the change is intended, run this test with"
                        + " -Dhcbridge.documents=write and describe it in CHANGELOG.md")
                .containsExactlyElementsOf(Files.readAllLines(file));
    }

    @ParameterizedTest
    @EnumSource
    void eachPublicTypeIsExportedOrInternal(LibraryModule module) throws Exception {
        Set<String> exported = module.exportedPackages();
        assertThat(exported).isNotEmpty().noneMatch(name -> name.contains(INTERNAL));
        assertThat(module.types())
                .filteredOn(LibraryModule::isPublic)
                .allMatch(type -> exported.contains(type.getPackageName())
                        || type.getPackageName().contains(INTERNAL));
    }

    @ParameterizedTest
    @EnumSource
    void everyLibraryIsOptional(LibraryModule module) {
        assertThat(module.descriptor().requires())
                .filteredOn(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
                .extracting(Requires::name)
                .isSubsetOf("java.base", "jdk.net", "io.hcbridge.protocol");
    }

    private static List<String> api(LibraryModule module) throws Exception {
        Set<String> exported = module.exportedPackages();
        List<String> lines = new ArrayList<>();
        lines.add("module " + module.descriptor().name());
        exported.stream().sorted().map("    exports "::concat).forEach(lines::add);
        for (Class<?> type : module.types()) {
            if (LibraryModule.isPublic(type) && exported.contains(type.getPackageName())) {
                lines.add("");
                lines.addAll(PublicApi.lines(type));
            }
        }
        return lines;
    }
}
