/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dependencies between packages, in this module and in the modules that it uses. */
class ArchitectureTest {
    private static final int MAX_DEPTH = 20;
    private static final PathMatcher SOURCE =
            FileSystems.getDefault().getPathMatcher("regex:.*/src/main/java/.*/[A-Z]\\w*\\.java");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.hcbridge");

    @Test
    void packagesHaveNoCyclicDependencies() {
        slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void modulesDependInOneDirection() {
        noClasses()
                .that()
                .resideInAPackage("io.hcbridge.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.hcbridge.ipc..", "io.hcbridge.bridge..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.hcbridge.ipc..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.hcbridge.bridge..")
                .check(CLASSES);
    }

    /** Checks the main sources of all modules, including those that depend on this one. */
    @Test
    void noTwoFilesHaveTheSameTypeName() throws IOException {
        Set<String> names = new HashSet<>();
        try (Stream<Path> files =
                Files.find(Path.of("..").toRealPath(), MAX_DEPTH, (file, attributes) -> SOURCE.matches(file))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !names.add(name)))
                    .isEmpty();
        }
        assertThat(names).contains("Bridge.java", "HealthServer.java", "AgentReply.java", "HaproxyProcess.java");
    }

    @Test
    void protocolUsesNoInputOutputClockThreadsOrLogger() {
        noClasses()
                .that()
                .resideInAPackage("io.hcbridge.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..",
                        "java.nio.channels..",
                        "java.util.concurrent..",
                        "org.slf4j..",
                        "io.netty..",
                        "io.vertx..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Files.class, Thread.class, Clock.class, System.Logger.class)
                .check(CLASSES);
    }

    @Test
    void noInternalClassOfVertxIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..internal..", "io.vertx..impl..")
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLineDependsOnBridgeAndNoPackageDependsOnTheCommandLine() {
        noClasses()
                .that()
                .resideInAPackage("io.hcbridge.bridge.*..")
                .and()
                .resideOutsideOfPackage("io.hcbridge.bridge.cli")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.hcbridge.bridge")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.hcbridge.bridge.cli")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.hcbridge.bridge.cli")
                .check(CLASSES);
    }

    @Test
    void configurationDoesNotDependOnTheConfiguredParts() {
        noClasses()
                .that()
                .resideInAPackage("io.hcbridge.bridge.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.hcbridge.bridge.agent..",
                        "io.hcbridge.bridge.admin..",
                        "io.hcbridge.bridge.target..",
                        "io.hcbridge.bridge.override..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.hcbridge.bridge.config.key")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.hcbridge.bridge.config", "io.hcbridge.bridge.probe..")
                .check(CLASSES);
    }

    @Test
    void ctlDoesNotDependOnThePartsOfTheBridge() {
        noClasses()
                .that()
                .resideInAPackage("io.hcbridge.bridge.ctl..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.hcbridge.bridge.agent..",
                        "io.hcbridge.bridge.admin..",
                        "io.hcbridge.bridge.override..",
                        "io.hcbridge.bridge.target..",
                        "io.hcbridge.bridge.probe..")
                .check(CLASSES);
    }
}
