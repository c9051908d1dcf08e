/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.hcbridge.ipc.internal.OwnUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real programs, as root run by {@code nobody}, else by the user of the test. */
@Tag("process")
@Timeout(60)
class CommandRunnerTest {
    private static final Duration LONG = new Duration(10_000);

    private record Duration(long millis) {
        long deadline() {
            return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        }
    }

    static Optional<String> user() throws IOException {
        return OwnUser.uid() == 0 ? Optional.of("nobody") : Optional.empty();
    }

    private static CommandRunner runner(String... command) throws IOException {
        return new CommandRunner(new ExecProbeConfig(List.of(command), user(), false), "legacy");
    }

    private static CommandRunner shell(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
        command.addAll(Arrays.asList(arguments));
        return runner(command.toArray(String[]::new));
    }

    private static String output(String script) throws Exception {
        FinishedCommand finished = shell(script).run(LONG.deadline());
        assertThat(finished.exitCode()).as(finished.errors()).isEqualTo(OptionalInt.of(0));
        return finished.output();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    private static long children() {
        return ProcessHandle.current().children().count();
    }

    /** A process that nobody has waited for yet is gone, too. */
    private static boolean isGone(String pid) {
        try {
            return Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ");
        } catch (IOException e) {
            return true;
        }
    }

    private static void awaitGone(String pid) throws InterruptedException {
        await(() -> isGone(pid.strip()));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(1);
        }
    }

    @Test
    void theEnvironmentIsPathAndTargetAndNothingElse() throws Exception {
        FinishedCommand finished = runner("/usr/bin/env").run(LONG.deadline());
        assertThat(finished.output().lines())
                .containsExactlyInAnyOrder(
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HCBRIDGE_TARGET=legacy");
    }

    @Test
    void itRunsInTheRootDirectoryWithAnEmptyInputAndFilesOfItsOwn() throws Exception {
        assertThat(output("pwd; umask; cat; readlink /proc/self/fd/0").lines())
                .containsExactly("/", "0077", "/dev/null");
    }

    @Test
    void noDescriptorsOfTheBridgeAreInherited() throws Exception {
        // 3 is the directory that the shell reads.
        assertThat(output("for f in /proc/$$/fd/*; do echo ${f##*/}; done").lines())
                .isSubsetOf("0", "1", "2", "3");
    }

    @Test
    void itLeadsASessionAndAGroupOfItsOwn() throws Exception {
        String[] ids =
                output("set -- $(cat /proc/$$/stat); echo $1 $5 $6").strip().split(" ", -1);
        assertThat(ids[1]).isEqualTo(ids[0]);
        assertThat(ids[2]).isEqualTo(ids[0]);
    }

    @Test
    void itHasNoRightsAndCannotGetAny() throws Exception {
        String status = output("cat /proc/self/status");
        assertThat(status)
                .contains("NoNewPrivs:\t1")
                .containsPattern("CapEff:\t0+\n")
                .containsPattern("CapAmb:\t0+\n");
        if (OwnUser.uid() == 0) {
            assertThat(status).containsPattern("CapBnd:\t0+\n").containsPattern("Uid:\t65534\t65534\t65534\t65534");
            assertThat(status)
                    .containsPattern("Gid:\t65534\t65534\t65534\t65534\n")
                    .containsPattern("Groups:\t65534 *\n");
        }
    }

    @Test
    void argumentsAreNotReadByAShell() throws Exception {
        FinishedCommand finished = runner("/usr/bin/printf", "%s|", "a b", "$HOME", "`id`", "*", "", "x;y")
                .run(LONG.deadline());
        assertThat(finished.output()).isEqualTo("a b|$HOME|`id`|*||x;y|");
    }

    @ParameterizedTest
    @CsvSource({"exit 0, 0", "exit 2, 2", "kill -TERM $$, 143", "kill -KILL $$, 137"})
    void theExitIsTold(String script, int code) throws Exception {
        assertThat(shell(script).run(LONG.deadline()).exitCode()).isEqualTo(OptionalInt.of(code));
    }

    @Test
    void aFileThatIsNotExecutableIsExitCode126() throws Exception {
        FinishedCommand finished = runner("/etc/passwd").run(LONG.deadline());
        assertThat(finished.exitCode()).isEqualTo(OptionalInt.of(126));
        assertThat(finished.errors()).contains("/etc/passwd");
    }

    @Test
    void aMissingProgramIsNotRun() throws Exception {
        CommandRunner missing = runner("/usr/bin/no-such-program");
        assertThatThrownBy(() -> missing.run(LONG.deadline()))
                .isInstanceOf(IOException.class)
                .hasMessage("/usr/bin/no-such-program does not exist");
    }

    @Test
    void aProgramThatSomeoneElseMayChangeIsNotRun(@TempDir Path directory) throws Exception {
        assumeThat(directory).startsWith(Path.of("/tmp"));
        Path program = Files.writeString(directory.resolve("check"), "#!/bin/sh\ntouch " + directory + "/ran\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        CommandRunner runner = runner(program.toString());
        assertThatThrownBy(() -> runner.run(LONG.deadline())).hasMessageContaining("/tmp must not be writable");
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @Test
    void aUserWithoutAnAccountIsAFailure() {
        CommandRunner runner = new CommandRunner(
                new ExecProbeConfig(List.of("/bin/true"), Optional.of("no-such-user"), false), "legacy");
        assertThatThrownBy(() -> runner.run(LONG.deadline()))
                .hasMessage("user no-such-user has no account on this host");
    }

    @Test
    void theFirst4096BytesAreKeptAndTheRestDoesNotStopTheProgram() throws Exception {
        FinishedCommand finished = shell("yes | head -c 3000000; yes e | head -c 300000 >&2; exit 3")
                .run(LONG.deadline());
        assertThat(finished.exitCode()).isEqualTo(OptionalInt.of(3));
        assertThat(finished.output()).hasSize(OutputPipe.MAX_KEPT).startsWith("y\ny\n");
        assertThat(finished.errors()).hasSize(OutputPipe.MAX_KEPT).startsWith("e\ne\n");
    }

    @Test
    void theWholeGroupIsKilledAtTheDeadline() throws Exception {
        FinishedCommand finished =
                shell("sleep 1000 & echo $!; trap '' TERM; wait").run(new Duration(400).deadline());
        assertThat(finished.exitCode()).isEmpty();
        awaitGone(Long.toString(finished.pid()));
        awaitGone(finished.output());
    }

    @Test
    void aChildThatHoldsTheOutputIsKilledAfterTheExit() throws Exception {
        FinishedCommand finished = shell("sleep 1000 & echo $!; exit 2").run(LONG.deadline());
        assertThat(finished.exitCode()).isEqualTo(OptionalInt.of(2));
        awaitGone(finished.output());
    }

    @Test
    void anEscapedChildThatHoldsTheOutputDelaysNothingAndLosesItsPipe() throws Exception {
        long before = descriptors();
        long start = System.nanoTime();
        FinishedCommand finished = shell("setsid yes & echo $!; exit 2").run(LONG.deadline());
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(LONG.millis());
        assertThat(finished.exitCode()).isEqualTo(OptionalInt.of(2));
        assertThat(descriptors()).isLessThanOrEqualTo(before);
        // Writing to a pipe that nobody reads ends it.
        awaitGone(finished.output().lines().findFirst().orElseThrow());
    }

    @Test
    void anInterruptKillsTheGroup() throws Exception {
        CommandRunner runner = shell("sleep 1000");
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                runner.run(LONG.deadline());
                end.complete(new AssertionError("not interrupted"));
            } catch (Exception e) {
                end.complete(e);
            }
        });
        long before = children();
        thread.start();
        await(() -> children() > before);
        thread.interrupt();
        assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        await(() -> children() <= before);
    }

    @Test
    void manyRunsLeaveNoProcessesAndNoDescriptors() throws Exception {
        CommandRunner fine = runner("/bin/true");
        CommandRunner killed = shell("sleep 1000 & wait");
        fine.run(LONG.deadline());
        killed.run(new Duration(20).deadline());
        long descriptors = descriptors();
        long children = children();
        for (int i = 0; i < 200; i++) {
            assertThat(fine.run(LONG.deadline()).exitCode()).isEqualTo(OptionalInt.of(0));
            if (i % 10 == 0) {
                killed.run(new Duration(20).deadline());
            }
        }
        assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
        assertThat(children()).isLessThanOrEqualTo(children);
    }
}
