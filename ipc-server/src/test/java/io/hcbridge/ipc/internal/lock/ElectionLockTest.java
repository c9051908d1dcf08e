/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hcbridge.ipc.internal.unix.UserProcess;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The lock of groups. The program {@code flock} of util-linux stands for the locks of Go's {@code gofrs/flock}, which are the same. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
final class ElectionLockTest {
    private static final int NOBODY = 65534;

    @TempDir
    private Path directory;

    private Path path;

    @BeforeEach
    void setUp() {
        path = directory.resolve("edge.lock");
    }

    @Test
    void onlyOneObjectOfAProcessHoldsTheLock() throws Exception {
        ElectionLock first = acquire();
        assertThat(ElectionLock.tryAcquire(path)).isEmpty();
        assertThat(ElectionLock.tryAcquire(path)).isEmpty();
        first.close();
        first.close();
        acquire().close();
    }

    @Test
    void fileIsPrivateAndRemains() throws Exception {
        acquire().close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(path).isEmptyFile();
    }

    @Test
    void modeAndContentOfAnExistingFileAreKept() throws Exception {
        Files.writeString(path, "x");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        acquire().close();
        assertThat(path).hasContent("x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-r-----");
    }

    @Test
    @Tag("process")
    void otherProgramIsExcludedWhileTheLockIsHeld() throws Exception {
        ElectionLock lock = acquire();
        assertThat(flockRuns()).isFalse();
        lock.close();
        assertThat(flockRuns()).isTrue();
    }

    @Test
    @Tag("process")
    void lockOfAnotherProgramIsRespectedUntilThatIsKilled() throws Exception {
        Process holder = new ProcessBuilder("flock", path.toString(), "sh", "-c", "echo locked; exec sleep 60").start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("locked");
            assertThat(ElectionLock.tryAcquire(path)).isEmpty();
        } finally {
            // flock(1) passes its descriptor on, so both processes hold the lock until their end.
            List<ProcessHandle> heirs = holder.descendants().toList();
            heirs.forEach(ProcessHandle::destroyForcibly);
            holder.destroyForcibly().waitFor();
            for (ProcessHandle heir : heirs) {
                heir.onExit().get(10, TimeUnit.SECONDS);
            }
        }
        acquire().close();
    }

    @Test
    @Tag("process")
    void startedProgramDoesNotInheritTheLock() throws Exception {
        ElectionLock lock = acquire();
        Process child = new ProcessBuilder("sleep", "60").start();
        try {
            lock.close();
            acquire().close();
            assertThat(child.isAlive()).isTrue();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void replacedOrRemovedFileIsNoticed() throws Exception {
        try (ElectionLock lock = acquire()) {
            assertThat(lock.isReplaced()).isFalse();
            Files.delete(path);
            assertThat(lock.isReplaced()).isTrue();
            try (ElectionLock second = acquire()) {
                assertThat(lock.isReplaced()).isTrue();
                assertThat(second.isReplaced()).isFalse();
            }
        }
    }

    @Test
    void onlyOneOfManyThreadsHoldsTheLock() throws Exception {
        AtomicInteger holders = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Integer> most : IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> contend(holders)))
                    .toList()) {
                assertThat(most.get()).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void attemptsLeakNoDescriptors() throws Exception {
        Path fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        try (ElectionLock lock = acquire()) {
            long before = descriptors();
            for (int i = 0; i < 100; i++) {
                assertThat(ElectionLock.tryAcquire(path)).isEmpty();
                assertThatIOException().isThrownBy(() -> ElectionLock.tryAcquire(fifo));
            }
            assertThat(descriptors()).isLessThan(before + 20);
            assertThat(lock.isReplaced()).isFalse();
        }
    }

    @Test
    void otherThanARegularFileIsRejectedWithoutWaiting() throws Exception {
        Files.createSymbolicLink(path, Files.createFile(directory.resolve("victim")));
        assertRejectsPath();
        Files.delete(path);
        Files.createDirectory(path);
        assertRejectsPath();
        Files.delete(path);
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();
        assertRejectsPath();
    }

    @Test
    void fileOfAnotherUserIsRejectedAlsoInASharedDirectory() throws Exception {
        UserProcess.assumeRoot();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(new ProcessBuilder("chmod", "+t", directory.toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.setOwner(
                Files.createFile(path),
                FileSystems.getDefault()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(Integer.toString(NOBODY)));
        assertThatIOException()
                .isThrownBy(() -> ElectionLock.tryAcquire(path))
                .withMessage("lock file " + path
                        + " belongs to user nobody; its owner must be the user of this process or root;"
                        + " remove it if no member of the group runs as that user");
    }

    @Test
    void fileOfRootIsAcceptedByEveryUser() throws Exception {
        Files.createFile(path);
        LockedFile own = LockedFile.at(path);
        own.check(path, own.uid());
        new LockedFile(1, 2, 0, "root", true).check(path, 1000);
        assertThatIOException().isThrownBy(() -> new LockedFile(1, 2, 1001, "other", true).check(path, 1000));
    }

    @Test
    void errorNamesAMissingDirectory() {
        Path nowhere = directory.resolve("nowhere");
        assertThatIOException()
                .isThrownBy(() -> ElectionLock.tryAcquire(nowhere.resolve("edge.lock")))
                .withMessage("directory " + nowhere + " does not exist");
    }

    @Test
    void errorNamesADirectoryWithoutPermission() throws Exception {
        assumeFalse(isRoot(), "root passes every permission check");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-x------"));
        try {
            assertThatIOException()
                    .isThrownBy(() -> ElectionLock.tryAcquire(path))
                    .withMessageStartingWith("cannot open lock file " + path + ": ")
                    .withMessageContaining("ermission denied");
        } finally {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void pathWithUnusualCharactersIsTheSameFileAsInTheJdk() throws Exception {
        String encoding = System.getProperty("sun.jnu.encoding");
        assumeTrue(Charset.forName(encoding).newEncoder().canEncode('\u00fc'), "file names are in " + encoding);
        path = directory.resolve("ed ge's \u00fc.lock");
        Files.createFile(path);
        try (ElectionLock lock = acquire()) {
            assertThat(lock.isReplaced()).isFalse();
        }
        assertThat(directory.toFile().list()).hasSize(1);
    }

    /** Acquires and releases the lock many times. Returns the largest number of holders that were seen. */
    private int contend(AtomicInteger holders) throws IOException {
        int most = 0;
        for (int rounds = 0; rounds < 200; ) {
            Optional<ElectionLock> lock = ElectionLock.tryAcquire(path);
            if (lock.isPresent()) {
                most = Math.max(most, holders.incrementAndGet());
                holders.decrementAndGet();
                lock.get().close();
                rounds++;
            }
        }
        return most;
    }

    private ElectionLock acquire() throws IOException {
        return ElectionLock.tryAcquire(path).orElseThrow();
    }

    private boolean flockRuns() throws Exception {
        return new ProcessBuilder("flock", "--nonblock", path.toString(), "true")
                        .start()
                        .waitFor()
                == 0;
    }

    private void assertRejectsPath() {
        assertThatIOException()
                .isThrownBy(() -> ElectionLock.tryAcquire(path))
                .withMessage("lock file " + path + " is not a regular file; remove it");
    }

    private static boolean isRoot() throws IOException {
        return Files.getOwner(Path.of("/proc/self")).getName().equals("root");
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
