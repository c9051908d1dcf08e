/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.hcbridge.ipc.internal.client.SocketFileException.Kind;
import io.hcbridge.ipc.internal.unix.UserProcess;
import io.hcbridge.protocol.health.SocketName;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SocketFileTest {
    private static final SocketName NAME = new SocketName("aB3dE6gH9jK2mN5p");

    @TempDir
    private Path directory;

    private Path path;
    private SocketFile file;

    @BeforeEach
    void setUp() {
        path = directory.resolve(".hc-socket");
        file = new SocketFile(directory);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aB3dE6gH9jK2mN5p",
                "aB3dE6gH9jK2mN5p\n",
                " \taB3dE6gH9jK2mN5p\r\n",
                "\u00a0aB3dE6gH9jK2mN5p\u3000"
            })
    void whiteSpaceAroundTheNameIsDropped(String text) throws Exception {
        write(text);

        assertThat(file.read().name()).isEqualTo(NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Too many open files", "Too many open files in system", "Cannot allocate memory"})
    void missingResourcesAreNotAFaultOfTheService(String reason) {
        for (IOException failure :
                new IOException[] {new FileSystemException(path.toString(), null, reason), new IOException(reason)}) {
            SocketFileException e = file.unreadable(failure);
            assertThat(e.kind()).isEqualTo(Kind.OUT_OF_RESOURCES);
            assertThat(e).hasMessage("cannot read " + path + ": " + reason);
            assertThat(SocketFileException.isOwnFault(e)).isTrue();
        }
        SocketFileException other =
                file.unreadable(new FileSystemException(path.toString(), null, "Input/output error"));
        assertThat(other.kind()).isEqualTo(Kind.UNREADABLE);
        assertThat(SocketFileException.isOwnFault(other)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"rw-------", "rw-r--r--", "rw-rw-r--"})
    void fileNotWritableByEveryoneIsTrusted(String mode) throws Exception {
        write("aB3dE6gH9jK2mN5p");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));

        assertThat(file.read().name()).isEqualTo(NAME);
    }

    @Test
    void fileWritableByEveryoneIsNotTrusted() throws Exception {
        write("aB3dE6gH9jK2mN5p");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertRefused(Kind.UNTRUSTED, path + " is writable by everyone");
    }

    @ParameterizedTest
    @CsvSource({"rwxrwxr-x, 4711, 4712", "rwxrwxrwx, 4711, 4711", "rwxrwxrwx, 4711, 0", "rwxrwxrwx, 0, 0"})
    void fileOfTheDirectorysOwnerOrOfRootIsTrusted(String mode, int directoryOwner, int owner) throws Exception {
        UserProcess.assumeRoot();
        createFileOwnedBy(mode, directoryOwner, owner);

        file.requireTrusted();
        assertThat(file.read().name()).isEqualTo(NAME);
    }

    @ParameterizedTest
    @CsvSource({"0777, 4711", "01777, 4711", "01777, 0"})
    void fileOfAnotherUserInAWorldWritableDirectoryIsNotTrusted(String mode, int directoryOwner) throws Exception {
        UserProcess.assumeRoot();
        createFileOwnedBy("rwxrwxrwx", directoryOwner, 4712);
        Files.setAttribute(directory, "unix:mode", Integer.parseInt(mode, 8));
        String message = "untrusted .hc-socket: owner uid 4712, its directory of uid " + directoryOwner
                + " is writable by everyone";

        assertRefused(Kind.UNTRUSTED, message);
        file = SocketFile.of(directory, "4713", "targets.NAME.user");
        assertRefused(Kind.UNTRUSTED, message + "; to trust it set targets.NAME.user");
        file = SocketFile.of(directory, "4712", "targets.NAME.user");
        assertThat(file.read().name()).isEqualTo(NAME);
    }

    @Test
    void fileOfAUserConfiguredByNameIsTrusted() throws Exception {
        UserProcess.assumeRoot();
        createFileOwnedBy("rwxrwxrwx", 4711, 65534);

        assertThat(SocketFile.of(directory, "nobody", "--user").read().name()).isEqualTo(NAME);
    }

    @Test
    void symbolicLinkIsNotFollowed() throws Exception {
        Files.writeString(directory.resolve("elsewhere"), "aB3dE6gH9jK2mN5p");
        Files.createSymbolicLink(path, directory.resolve("elsewhere"));

        assertRefused(Kind.UNTRUSTED, path + " is a symbolic link");
    }

    @Test
    void fifoIsRefusedWithoutWaitingForAWriter() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();

        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertRefused(Kind.UNTRUSTED, path + " is not a regular file"));
    }

    @Test
    void directoryWithTheFilesNameIsRejected() throws Exception {
        Files.createDirectory(path);

        assertRefused(Kind.UNTRUSTED, path + " is not a regular file");
    }

    @Test
    void fileOf1MegabyteIsRejectedByItsSize() throws Exception {
        Files.write(path, new byte[1 << 20]);

        assertRefused(Kind.INVALID, path + " has 1048576 bytes, must have at most 256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "a b", "name.sock", "a\u0000b", "\u00e4\u00f6\u00fc"})
    void invalidNameIsRejected(String text) throws Exception {
        write(text);

        assertRefused(Kind.INVALID, path + " must contain 1 to 64 letters and digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " \t\u0085 "})
    void blankFileIsReportedAsBlank(String text) throws Exception {
        write(text);

        assertRefused(Kind.BLANK, path + " is blank");
    }

    @Test
    void missingFileAndMissingDirectoryHaveDifferentErrors() throws Exception {
        assertRefused(Kind.MISSING, "no .hc-socket in " + directory);

        file = new SocketFile(directory.resolve("nowhere"));
        assertRefused(Kind.MISSING_DIRECTORY, "directory " + directory.resolve("nowhere") + " does not exist");

        file = new SocketFile(Files.createFile(directory.resolve("a-file")));
        assertRefused(Kind.MISSING_DIRECTORY, "directory " + directory.resolve("a-file") + " does not exist");
    }

    @Test
    void failuresOfAStartingServiceAreRetryable() {
        assertThat(Kind.values())
                .filteredOn(Kind::isTransient)
                .containsExactly(Kind.MISSING_DIRECTORY, Kind.MISSING, Kind.BLANK, Kind.CHANGING);
    }

    @Test
    void serviceWithoutItsFileCountsAsWithdrawn() {
        assertThat(Kind.values()).filteredOn(Kind::isWithdrawn).containsExactly(Kind.MISSING_DIRECTORY, Kind.MISSING);
    }

    @Test
    void nameIsUnchangedUntilTheFileIsReplaced() throws Exception {
        assertThat(file.isUnchanged()).isFalse();
        write("aB3dE6gH9jK2mN5p");
        assertThat(file.isUnchanged()).isFalse();
        file.read();
        assertThat(file.isUnchanged()).isTrue();

        Path next = Files.writeString(directory.resolve("next"), "zZ3dE6gH9jK2mN5p");
        Files.setLastModifiedTime(next, Files.getLastModifiedTime(path));
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);

        assertThat(file.isUnchanged()).isFalse();
    }

    @Test
    void removedFileCountsAsChanged() throws Exception {
        write("aB3dE6gH9jK2mN5p");
        file.read();
        Files.delete(path);

        assertThat(file.isUnchanged()).isFalse();
    }

    @Test
    void fileCountsAsChangedAfterAFailedRead() throws Exception {
        write("aB3dE6gH9jK2mN5p");
        file.read();
        write("no name");
        assertRefused(Kind.INVALID, path + " must contain 1 to 64 letters and digits");

        assertThat(file.isUnchanged()).isFalse();
    }

    private void createFileOwnedBy(String mode, int directoryOwner, int owner) throws IOException {
        write("aB3dE6gH9jK2mN5p");
        Files.setAttribute(path, "unix:uid", owner);
        Files.setAttribute(directory, "unix:uid", directoryOwner);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
    }

    private void write(String text) throws IOException {
        Files.write(path, text.getBytes(UTF_8));
    }

    /** Asserts that the file is not read, and that it is not trusted either, unless only its text is wrong. */
    private void assertRefused(Kind kind, String message) {
        assertRefused(file::read, kind, message);
        boolean isTextWrong = kind == Kind.BLANK || message.endsWith(" letters and digits");
        if (isTextWrong) {
            assertThatNoException().isThrownBy(file::requireTrusted);
        } else {
            assertRefused(file::requireTrusted, kind, message);
        }
    }

    private static void assertRefused(ThrowingCallable call, Kind kind, String message) {
        assertThatExceptionOfType(SocketFileException.class)
                .isThrownBy(call)
                .withMessage(message)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
