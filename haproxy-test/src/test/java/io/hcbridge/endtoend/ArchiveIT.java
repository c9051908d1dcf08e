/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.ChildProcess;
import io.hcbridge.haproxy.FreePort;
import io.hcbridge.ipc.health.HealthServer;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code hcbridge archive} in a copy of the distribution. */
@Timeout(120)
class ArchiveIT {
    private static final String JAVA_HOMES = "HCBRIDGE_TEST_JAVA_HOMES";

    @TempDir
    private Path home;

    private Path lib;
    private Path archive;

    @BeforeEach
    void install() throws IOException {
        Path tree = Homes.hcbridge();
        Files.copy(tree.resolve("hcbridge"), home.resolve("hcbridge"));
        lib = Files.createDirectory(home.resolve("lib"));
        archive = lib.resolve("hcbridge.jsa");
        for (Path jar : files(tree.resolve("agent-bridge/target/hcbridge/lib"), "*.jar")) {
            Files.copy(jar, lib.resolve(jar.getFileName()));
        }
    }

    @Test
    void buildCreatesAnArchive() throws Exception {
        assertThat(loadedClasses(Homes.hcbridge())).satisfies(ArchiveIT::assertLoadedFromArchive);
    }

    @Test
    void installedCopyStartsWithoutAnArchiveAndCreatesItsOwn() throws Exception {
        assertThat(loadedClasses(home)).contains("io.hcbridge.bridge.cli.ServeCommand source: file:");

        assertThat(run("archive")).isEqualTo(new Script(0, "", ""));

        assertThat(loadedClasses(home)).satisfies(ArchiveIT::assertLoadedFromArchive);
        assertThat(files(lib, "*.jsa")).containsExactly(archive);
    }

    @Test
    void oldArchiveStaysIfNoNewOneCanBeCreated() throws Exception {
        Files.writeString(archive, "a working archive");
        for (Path jar : files(lib, "vertx-core-[0-9]*.jar")) {
            Files.delete(jar);
        }

        Script run = run("archive");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.stderr()).startsWith("hcbridge archive: java ").contains("NoClassDefFoundError");
        assertThat(archive).hasContent("a working archive");
        assertThat(files(lib, "*.jsa")).containsExactly(archive);
    }

    @Test
    void archiveToolIsNotOnTheDaemonsClassPath() throws Exception {
        Script probe = Script.run(
                List.of("java", "-cp", lib.resolve("hcbridge.jar").toString(), "io.hcbridge.archive.ArchiveCommand"),
                "");
        assertThat(probe.stderr()).contains("ClassNotFoundException");
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    @EnabledIfEnvironmentVariable(named = JAVA_HOMES, matches = ".+", disabledReason = "./hcbridge test sets it")
    void eachJavaMakesAndUsesAnArchiveWithoutWarnings(String javaHome) throws Exception {
        String java = "JAVA_HOME=" + javaHome;
        assertThat(run(java, "archive")).isEqualTo(new Script(0, "", ""));
        String options = "HCBRIDGE_JAVA_OPTS=-Xlog:class+load:file=" + home + "/classes.log";
        Path admin = home.resolve("admin.sock");
        List<String> command = command(home, java, options, "serve");
        command.addAll(List.of("--metrics=none", "--listen=127.0.0.1:" + FreePort.next(), "--target=a=" + home));
        command.add("--admin-socket=" + admin);

        try (ChildProcess serve = ChildProcess.start(command, home.resolve("serve.log"))) {
            Await.until(
                    "the bridge", Duration.ofSeconds(30), () -> serve.output().contains("answering agent checks"));
            succeedsWithoutWarning(java, "ctl", "list", "--admin-socket=" + admin);
            assertThat(serve.terminate()).isZero();
            assertThat(serve.output()).doesNotContainIgnoringCase("warning");
        }
        assertThat(Files.readString(home.resolve("classes.log"))).satisfies(ArchiveIT::assertLoadedFromArchive);
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    @EnabledIfEnvironmentVariable(named = JAVA_HOMES, matches = ".+", disabledReason = "./hcbridge test sets it")
    void noCommandWarnsOnAnyJava(String javaHome) throws Exception {
        String java = "JAVA_HOME=" + javaHome;
        Path config = Files.writeString(home.resolve("hcbridge.yaml"), "targets: {a: {directory: /srv/a}}\n");
        for (String archived : List.of("without", "with")) {
            succeedsWithoutWarning(java, "check-config", config.toString());
            succeedsWithoutWarning(java, "haproxy-config", "--config=" + config);
            try (HealthServer service = HealthServer.builder().directory(home).start(() -> {})) {
                assertThat(service.socket()).as(archived + " an archive").exists();
                succeedsWithoutWarning(java, "probe", home.toString());
            }
            assertThat(run(java, "archive")).isEqualTo(new Script(0, "", ""));
        }
    }

    /** The Java runtimes that the script has found, one of each version. */
    static Stream<String> javaHomes() {
        return Stream.of(System.getenv(JAVA_HOMES).split(":", -1));
    }

    private void succeedsWithoutWarning(String java, String... words) throws Exception {
        List<String> command = command(home, java, words[0]);
        command.addAll(List.of(words).subList(1, words.length));
        Script run = Script.run(command, "");
        assertThat(run.exit()).as(run.stderr()).isZero();
        assertThat(run.stderr()).isEmpty();
    }

    @Test
    void helpAndUnknownArgumentsCreateNoArchive() throws Exception {
        String script = home.resolve("hcbridge").toString();
        Script help = Script.run(List.of(script, "archive", "--help"), "");
        Script unknown = Script.run(List.of(script, "archive", "extra"), "");

        assertThat(help.exit()).isZero();
        assertThat(help.stdout()).contains("archive");
        assertThat(unknown).isEqualTo(new Script(2, "", "hcbridge archive: unknown argument 'extra'; it takes none\n"));
        assertThat(archive).doesNotExist();
    }

    private static String loadedClasses(Path home) throws Exception {
        List<String> command = command(home, "HCBRIDGE_JAVA_OPTS=-Xlog:class+load", "serve");
        command.add("--config=/nonexistent.yaml");
        return Script.run(command, "").stdout();
    }

    private static void assertLoadedFromArchive(String classes) {
        assertThat(classes)
                .contains("io.hcbridge.bridge.cli.ServeCommand source: shared objects file")
                .contains("picocli.CommandLine source: shared objects file");
    }

    private Script run(String... words) throws Exception {
        return Script.run(command(home, words), "");
    }

    /** Returns the command line of the script. The first words may set environment variables. */
    private static List<String> command(Path home, String... words) {
        List<String> command = new ArrayList<>(List.of("env"));
        command.addAll(List.of(words));
        command.add(command.size() - 1, home.resolve("hcbridge").toString());
        return command;
    }

    private static List<Path> files(Path directory, String glob) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob)) {
            files.forEach(found::add);
        }
        return found;
    }
}
