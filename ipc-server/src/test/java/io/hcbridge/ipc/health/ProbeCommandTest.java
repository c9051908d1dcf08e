/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hcbridge.ipc.health.ServiceProcess.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProbeCommandTest {
    @TempDir
    private Path directory;

    @Test
    @Tag("process")
    void healthyServiceGivesExitCode0() throws Exception {
        try (HealthServer server = builder().start(() -> {})) {
            assertThat(server.socket()).exists();
            assertThat(probe()).isEqualTo(new Outcome(0, "healthcheck passed. service operational", ""));
        }
    }

    @Test
    @Tag("process")
    void unhealthyServiceGivesExitCode1AndItsText() throws Exception {
        try (HealthServer server = builder().start(() -> {
            throw new IOException("Datenbank l\u00e4uft nicht");
        })) {
            assertThat(server.socket()).exists();
            assertThat(probe()).isEqualTo(new Outcome(1, "", "Datenbank l\u00e4uft nicht"));
        }
    }

    @Test
    @Tag("process")
    void missingServiceGivesExitCode1() throws Exception {
        assertThat(probe()).isEqualTo(new Outcome(1, "", "no .hc-socket in " + directory));
    }

    @Test
    void socketOfAnotherUserIsTrustedOnlyWithTheUserOption() throws Exception {
        OtherUser.assumeRoot();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path file = Files.writeString(directory.resolve(".hc-socket"), "a");
        try (OtherUser other = OtherUser.listenOn(directory.resolve("a.sock"), "healthy")) {
            String[] arguments = {directory.toString(), "--socket-directory", directory.toString()};
            Outcome stranger = run(arguments);
            Outcome named = run(arguments[0], arguments[1], arguments[2], "--user", "4712");

            assertThat(stranger)
                    .isEqualTo(new Outcome(
                            1, "", "untrusted socket: peer uid 4712, .hc-socket owner uid 0; to trust it set --user"));
            assertThat(named.exitCode()).isZero();
            assertThat(other.requests()).isEqualTo(2);
            assertThat(file).exists();
        }
    }

    /** In a user namespace that maps only root, the file's owner and the listening process both have uid 65534. */
    @Test
    void overflowUidIsNotTrustedInAUserNamespace() throws Exception {
        OtherUser.assumeRoot();
        List<String> namespace = List.of("unshare", "--user", "--map-root-user");
        assumeTrue(canRun(namespace), "user namespaces are not permitted here");
        Path sockets = Files.createDirectory(directory.resolve("sockets"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path file = Files.writeString(directory.resolve(".hc-socket"), "a");
        Files.setAttribute(file, "unix:uid", 4711);
        try (OtherUser stranger = OtherUser.listenOn(sockets.resolve("a.sock"), "healthy")) {
            Outcome outcome = ServiceProcess.run(
                    namespace,
                    ProbeCommand.class,
                    ServiceProcess.classPath(),
                    directory.toString(),
                    "--socket-directory",
                    sockets.toString());

            assertThat(outcome)
                    .isEqualTo(new Outcome(
                            1,
                            "",
                            "untrusted socket: peer uid 65534 stands for all users outside this user namespace"));
            assertThat(stranger.requests()).isEqualTo(1);
        }
    }

    private static boolean canRun(List<String> prefix) throws Exception {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    @Test
    void workingDirectoryIsTheDefault() {
        assertThat(run().err()).isEqualTo("no .hc-socket in " + Path.of("").toAbsolutePath());
    }

    @ParameterizedTest
    @CsvSource({
        "--frobnicate, unknown option --frobnicate",
        "--timeout, --timeout needs a value",
        "--timeout 5, --timeout: '5' must be a duration like 500ms",
        "--timeout fast, --timeout: 'fast' must be a duration like 500ms",
        "--timeout 12345678901s, --timeout: '12345678901s' must be a duration like",
        "--timeout 0s, --timeout: 0s must be positive",
        "--timeout 2d, timeout: PT48H must be 1 ms to 1 day",
        "--user, --user needs a value",
        "--kind, --kind needs a value",
        "--kind alive, '--kind: ''alive'' must be live, ready or started'",
        "one two, 'only one directory is allowed: one, two'"
    })
    void wrongUsageIsExplainedAndGivesExitCode1(String arguments, String message) {
        Outcome outcome = run(arguments.split(" "));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("hcbridge probe: " + message).contains("usage: hcbridge probe");
        assertThat(outcome.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"500ms", "5s", "1m", "1d"})
    void timeoutAcceptsAllUnits(String timeout) {
        assertThat(run("--timeout", timeout, directory.toString()).err()).isEqualTo("no .hc-socket in " + directory);
    }

    @Test
    void helpGivesExitCode0() {
        Outcome outcome = run("--help");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("usage: hcbridge probe");
    }

    @Test
    @Tag("process")
    void probeLoadsFewClasses() throws Exception {
        try (HealthServer server = builder().start(() -> {})) {
            assertThat(server.socket()).exists();
            List<String> prefix = List.of("env", "JDK_JAVA_OPTIONS=-Xlog:class+load");
            Outcome outcome = ServiceProcess.run(
                    prefix,
                    ProbeCommand.class,
                    ServiceProcess.classPath(),
                    "--socket-directory",
                    directory.toString(),
                    directory.toString());

            assertThat(outcome.exitCode()).isZero();
            assertThat(loaded(outcome.out()))
                    .contains("io.hcbridge.ipc.health.QueryExchange")
                    .noneMatch(name -> name.startsWith("java.util.regex."))
                    .noneMatch(name -> name.startsWith("java.util.logging."))
                    .noneMatch(name -> name.startsWith("java.util.stream."))
                    .noneMatch(name -> name.contains("StringConcat"))
                    .noneMatch(name -> name.startsWith("io.hcbridge.") && name.contains("Lambda"));
        }
    }

    /** Returns the loaded classes that are not in the JDK's own class archive. */
    private static List<String> loaded(String log) {
        List<String> names = new ArrayList<>();
        for (String line : log.lines().toList()) {
            if (line.contains(" source: ") && !line.contains("shared objects file")) {
                names.add(line.replaceAll(".*\\] (\\S+) source: .*", "$1"));
            }
        }
        return names;
    }

    private Outcome probe() throws Exception {
        return ServiceProcess.run(
                List.of(),
                ProbeCommand.class,
                ServiceProcess.classPath(),
                directory.toString(),
                "--socket-directory",
                directory.toString());
    }

    private static Outcome run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = ProbeCommand.run(arguments, new PrintStream(out), new PrintStream(err));
        return new Outcome(
                exitCode,
                out.toString(StandardCharsets.UTF_8).strip(),
                err.toString(StandardCharsets.UTF_8).strip());
    }

    private HealthServerBuilder builder() {
        return HealthServer.builder().directory(directory).socketDirectory(directory);
    }
}
