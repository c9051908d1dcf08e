/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that only one bridge can use a state file. */
@Timeout(60)
final class StateLockTest {
    @TempDir
    private Path directory;

    private Path stateFile() {
        return directory.resolve("state.json");
    }

    @Test
    void secondLockInTheProcessIsRejectedAndTheFirstIsKept() throws Exception {
        try (StateLock second = new StateLock(stateFile())) {
            try (StateLock first = new StateLock(stateFile())) {
                first.acquire();
                first.acquire();
                for (int i = 0; i < 3; i++) {
                    assertThatExceptionOfType(StateLock.LockedException.class)
                            .isThrownBy(second::acquire)
                            .withMessage("another bridge in this process uses it");
                }
            }
            second.acquire();
        }
    }

    @Test
    void lockFileIsReadableOnlyByItsOwnerAndStays() throws Exception {
        try (StateLock lock = new StateLock(stateFile())) {
            assertThat(lock.exists()).isFalse();
            lock.acquire();
            assertThat(lock.exists()).isTrue();
        }
        Path file = directory.resolve("state.json.lock");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file).hasContent(Long.toString(ProcessHandle.current().pid()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4711\n", "47", "12345678901234567890\n"})
    void fileOfAnEndedBridgeIsUsedAgain(String text) throws Exception {
        Path file = Files.writeString(directory.resolve("state.json.lock"), text);
        try (StateLock next = new StateLock(stateFile())) {
            next.acquire();
        }
        assertThat(file).hasContent(Long.toString(ProcessHandle.current().pid()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"precious", "4711 precious", "4711\n\n", "123456789012345678901", "12345678901234567890\nx"})
    void fileWithAnotherTextIsRejectedAndUnchanged(String text) throws Exception {
        Path file = Files.writeString(directory.resolve("state.json.lock"), text);
        try (StateLock lock = new StateLock(stateFile())) {
            assertThatExceptionOfType(StateLock.ForeignFileException.class)
                    .isThrownBy(lock::acquire)
                    .withMessage("its lock file " + file
                            + " contains a text that is not a process id; move it away or choose another state-file");
        }
        assertThat(Files.readString(file)).isEqualTo(text);
        assertThatExceptionOfType(StateLock.ForeignFileException.class)
                .isThrownBy(() -> FileStateStore.open(stateFile()))
                .withMessageStartingWith("state file " + stateFile() + ": its lock file " + file + " contains a text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"precious", "4711\n", ""})
    void linkIsRejectedAndItsTargetIsUnchanged(String text) throws Exception {
        Path victim = Files.writeString(directory.resolve("victim"), text);
        Path file = Files.createSymbolicLink(directory.resolve("state.json.lock"), victim);
        try (StateLock lock = new StateLock(stateFile())) {
            assertThatExceptionOfType(StateLock.ForeignFileException.class)
                    .isThrownBy(lock::acquire)
                    .withMessageStartingWith("its lock file " + file + " is not a regular file");
            assertThat(Files.readString(victim)).isEqualTo(text);
            Files.delete(victim);
            assertThatExceptionOfType(StateLock.ForeignFileException.class).isThrownBy(lock::acquire);
        }
        assertThat(victim).doesNotExist();
    }

    @Test
    void lockThatFailedForAnotherReasonCanBeAcquiredLater() throws Exception {
        Path file = directory.resolve("later/state.json");
        try (StateLock lock = new StateLock(file)) {
            assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(lock::acquire);
            Files.createDirectory(directory.resolve("later"));
            Files.createDirectory(directory.resolve("later/state.json.lock"));
            assertThatExceptionOfType(IOException.class).isThrownBy(lock::acquire);
            Files.delete(directory.resolve("later/state.json.lock"));
            lock.acquire();
        }
    }

    @Test
    @Tag("process")
    void lockIsRejectedUntilTheProcessThatHoldsItIsKilled() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        stateFile().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (StateLock lock = new StateLock(stateFile());
                BufferedReader output =
                        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(output.readLine()).isEqualTo("locked");
            assertThatExceptionOfType(StateLock.LockedException.class)
                    .isThrownBy(lock::acquire)
                    .withMessage("another bridge uses it (pid " + other.pid() + ")");
            // A rejected attempt opens and closes the file. This must not release the lock of the other process.
            assertThatExceptionOfType(StateLock.LockedException.class).isThrownBy(lock::acquire);
            other.destroyForcibly();
            assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
            lock.acquire();
        } finally {
            other.destroyForcibly();
        }
    }

    /** Acquires a lock and holds it until the process is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            new StateLock(Path.of(arguments[0])).acquire();
            System.out.println("locked");
            assertThat(System.in.read()).isNegative();
        }
    }
}
