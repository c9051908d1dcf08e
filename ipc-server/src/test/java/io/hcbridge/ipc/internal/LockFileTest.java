/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.hcbridge.ipc.internal.unix.UserProcess;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LockFileTest {
    private static final int ROUNDS = 300;

    @TempDir
    private Path directory;

    @TempDir
    private Path classes;

    private Path path;

    @BeforeEach
    void setUp() {
        path = directory.resolve("server.lock");
    }

    /** Tries to acquire the lock, prints the result, and keeps the lock. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            Path path = Path.of(arguments[0]);
            System.out.println(acquire(path).isPresent());
            Thread.sleep(60_000);
        }
    }

    /** Acquires and releases the lock many times. The exit code is 1 if another process holds it at the same time. */
    static final class Contender {
        private Contender() {}

        public static void main(String[] arguments) throws Exception {
            System.exit(contend(Path.of(arguments[0])) ? 0 : 1);
        }

        static boolean contend(Path path) throws IOException {
            Path witness = path.resolveSibling("witness");
            for (int rounds = 0; rounds < ROUNDS; ) {
                Optional<LockFile> lock = acquire(path);
                if (lock.isPresent()) {
                    try {
                        Files.createFile(witness);
                        Files.delete(witness);
                        lock.get().close();
                        rounds++;
                    } catch (FileAlreadyExistsException e) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    @Test
    void fileIsPrivateAndRemovedOnClose() throws Exception {
        LockFile lock = acquire(path).orElseThrow();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");

        lock.close();
        lock.close();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    @Tag("process")
    void secondAttemptInTheSameProcessFailsAndTheFirstKeepsTheLock() throws Exception {
        try (LockFile lock = acquire(path).orElseThrow()) {
            assertThat(acquire(path)).isEmpty();
            assertThat(lock).isNotNull();
            assertThat(isFreeForAnotherProcess()).isFalse();
        }
        assertThat(isFreeForAnotherProcess()).isTrue();
    }

    @Test
    @Tag("process")
    void lockIsHeldAfterGarbageCollection() throws Exception {
        assertThat(acquire(path)).isPresent();
        for (int i = 0; i < 5; i++) {
            System.gc();
            System.runFinalization();
        }
        assertThat(isFreeForAnotherProcess()).isFalse();
    }

    @Test
    @Tag("process")
    void lockOfAKilledProcessCanBeAcquired() throws Exception {
        try (UserProcess holder = UserProcess.start(UserProcess.SELF, classes, Holder.class, path.toString())) {
            assertThat(holder.readLine()).isEqualTo("true");
            assertThat(acquire(path)).isEmpty();
        }
        assertThat(path).exists();
        acquire(path).orElseThrow().close();
        assertThat(path).doesNotExist();
    }

    @Test
    void closeDoesNotRemoveTheFileOfTheNextServer() throws Exception {
        LockFile first = acquire(path).orElseThrow();
        Files.delete(path);
        try (LockFile second = acquire(path).orElseThrow()) {
            first.close();
            assertThat(path).exists();
            assertThat(acquire(path)).isEmpty();
            assertThat(second).isNotNull();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    @Tag("process")
    void onlyOneOfManyThreadsAndProcessesHoldsTheLock() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<UserProcess> processes = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                processes.add(UserProcess.start(
                        UserProcess.SELF,
                        Files.createDirectory(classes.resolve("c" + i)),
                        Contender.class,
                        path.toString()));
            }
            List<Future<Boolean>> contenders = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                contenders.add(threads.submit(() -> Contender.contend(path)));
            }
            for (Future<Boolean> contender : contenders) {
                assertThat(contender.get()).isTrue();
            }
            for (UserProcess process : processes) {
                assertThat(process.await()).isZero();
            }
        } finally {
            threads.shutdownNow();
            for (UserProcess process : processes) {
                process.close();
            }
        }
    }

    @Test
    void otherThanARegularFileIsRejected() throws Exception {
        Files.createSymbolicLink(path, Files.createFile(directory.resolve("victim")));
        assertThatIOException()
                .isThrownBy(() -> acquire(path))
                .withMessage("lock file " + path + " is not a regular file; remove it");
        Files.delete(path);
        Files.createDirectory(path);
        assertThatIOException()
                .isThrownBy(() -> acquire(path))
                .withMessage("lock file " + path + " is not a regular file; remove it");
    }

    @Test
    void fileOfAnotherUserIsRejected() throws Exception {
        UserProcess.assumeRoot();
        Files.setOwner(
                Files.createFile(path),
                FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("65534"));
        assertThatIOException()
                .isThrownBy(() -> acquire(path))
                .withMessage("lock file " + path
                        + " belongs to user nobody, not to root; remove it if no server of that user" + " is running");
    }

    @Test
    void errorNamesAMissingDirectory() {
        Path nowhere = directory.resolve("nowhere");
        assertThatIOException()
                .isThrownBy(() -> LockFile.tryAcquire(nowhere.resolve("server.lock"), Files.getOwner(directory)))
                .withMessage("directory " + nowhere + " does not exist");
    }

    private boolean isFreeForAnotherProcess() throws Exception {
        try (UserProcess other = UserProcess.start(UserProcess.SELF, classes, Holder.class, path.toString())) {
            return Boolean.parseBoolean(other.readLine());
        }
    }

    private static Optional<LockFile> acquire(Path path) throws IOException {
        UserPrincipal self = Files.getOwner(path.getParent());
        return LockFile.tryAcquire(path, self);
    }
}
