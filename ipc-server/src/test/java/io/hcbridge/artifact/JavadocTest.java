/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.DocumentationTool;
import javax.tools.DocumentationTool.DocumentationTask;
import javax.tools.DocumentationTool.Location;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The Javadoc of a release has no warnings. The options are those of the profile {@code release}. */
class JavadocTest {
    @TempDir
    private Path site;

    @ParameterizedTest
    @EnumSource
    void javadocHasNoWarnings(LibraryModule module) throws Exception {
        StringWriter output = new StringWriter();
        String name = module.descriptor().name();
        DocumentationTool tool = ToolProvider.getSystemDocumentationTool();
        try (StandardJavaFileManager files = tool.getStandardFileManager(null, null, null)) {
            files.setLocationFromPaths(Location.DOCUMENTATION_OUTPUT, List.of(site));
            // Required beside a module source path, although no class is written.
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(site));
            files.setLocationForModule(StandardLocation.MODULE_SOURCE_PATH, name, List.of(module.sources()));
            files.setLocationFromPaths(StandardLocation.MODULE_PATH, modulePath());
            DocumentationTask task = tool.getTask(
                    output,
                    files,
                    null,
                    null,
                    List.of("--module=" + name, "--release=17", "-Xdoclint:all,-missing", "-Werror", "-quiet"),
                    null);

            assertThat(task.call()).as(output.toString()).isTrue();
        }
        assertThat(output.toString()).isEmpty();
        assertThat(site.resolve(name).resolve("module-summary.html")).exists();
    }

    /** The jars of the class path, and the module that the other one requires. */
    private static List<Path> modulePath() {
        List<Path> modules = new ArrayList<>(List.of(LibraryModule.PROTOCOL.classes()));
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            if (entry.endsWith(".jar") && Files.exists(Path.of(entry))) {
                modules.add(Path.of(entry));
            }
        }
        return modules;
    }
}
