/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileTrustTest {
    private static final Path PROGRAM = Path.of("/opt/app/check");
    private static final int OWN_UID = 500;

    private final Map<Path, FileStatus> files = new HashMap<>();

    FileTrustTest() {
        directory("/", 0, 0755);
        directory("/opt", 0, 0755);
        directory("/opt/app", 500, 0755);
        file("/opt/app/check", 500, 0755);
    }

    private void directory(String path, long uid, int mode) {
        files.put(Path.of(path), new FileStatus(FileStatus.Type.DIRECTORY, uid, mode, Path.of("")));
    }

    private void file(String path, long uid, int mode) {
        files.put(Path.of(path), new FileStatus(FileStatus.Type.FILE, uid, mode, Path.of("")));
    }

    private void link(String path, long uid, String target) {
        files.put(Path.of(path), new FileStatus(FileStatus.Type.LINK, uid, 0777, Path.of(target)));
    }

    private String problem(long ownUid) {
        return new FileTrust(ownUid, this::read).problemOfProgram(PROGRAM).orElse("");
    }

    private FileStatus read(Path path) throws NoSuchFileException {
        FileStatus status = files.get(path);
        if (status == null) {
            throw new NoSuchFileException(path.toString());
        }
        return status;
    }

    @Test
    void aProgramOfTheBridgesUserBelowDirectoriesOfRootIsTrusted() {
        assertThat(problem(OWN_UID)).isEmpty();
    }

    @Test
    void rootTrustsRootAlone() {
        assertThat(problem(0)).isEqualTo("/opt/app must belong to root, not to uid 500");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/opt           | 7 | 0755  | /opt must belong to root or uid 500, not to uid 7",
                "/opt/app       | 0 | 0775  | /opt/app must not be writable by a group or by others (mode 0775)",
                "/opt           | 0 | 01777 | /opt must not be writable by a group or by others (mode 1777)",
                "/              | 0 | 0757  | / must not be writable by a group or by others (mode 0757)",
            })
    void everyDirectoryOnTheWayCounts(String path, long uid, String mode, String problem) {
        directory(path, uid, Integer.parseInt(mode, 8));
        assertThat(problem(OWN_UID)).isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7   | 0755 | /opt/app/check must belong to root or uid 500, not to uid 7",
                "500 | 0775 | /opt/app/check must not be writable by a group or by others (mode 0775)",
                "500 | 0702 | /opt/app/check must not be writable by a group or by others (mode 0702)",
            })
    void theProgramItselfCounts(long uid, String mode, String problem) {
        file("/opt/app/check", uid, Integer.parseInt(mode, 8));
        assertThat(problem(OWN_UID)).isEqualTo(problem);
    }

    @Test
    void aLinkIsFollowedAndAllThatItLeadsThroughCounts() {
        link("/opt/app/check", 0, "../lib/check-2");
        directory("/opt/lib", 0, 0755);
        file("/opt/lib/check-2", 0, 0755);
        assertThat(problem(OWN_UID)).isEmpty();
        directory("/opt/lib", 0, 0777);
        assertThat(problem(OWN_UID)).startsWith("/opt/lib must not be writable");
    }

    @Test
    void aLinkOfAnotherUserIsNotTrusted() {
        link("/opt/app/check", 7, "/bin/true");
        assertThat(problem(OWN_UID)).isEqualTo("/opt/app/check must belong to root or uid 500, not to uid 7");
    }

    @Test
    void linksThatLeadInACircleEnd() {
        link("/opt/app/check", 0, "/opt/app/check");
        assertThat(problem(OWN_UID)).isEqualTo("/opt/app/check: more than 40 symbolic links");
    }

    @Test
    void whatIsMissingOrNoFileIsAProblem() {
        directory("/opt/app/check", 0, 0755);
        assertThat(problem(OWN_UID)).isEqualTo("/opt/app/check is not a regular file");
        files.remove(PROGRAM);
        assertThat(problem(OWN_UID)).isEqualTo("/opt/app/check does not exist");
    }

    @Test
    void theShellOfThisHostIsTrusted() {
        assertThat(FileTrust.ofSystem().problemOfProgram(Path.of("/bin/sh"))).isEmpty();
    }

    @Test
    void aProgramBelowTheSharedTemporaryDirectoryIsNot(@TempDir Path directory) throws IOException {
        assumeThat(directory).startsWith(Path.of("/tmp"));
        Path program = Files.createFile(directory.resolve("check"));
        assertThat(FileTrust.ofSystem().problemOfProgram(program))
                .contains("/tmp must not be writable by a group or by others (mode 1777)");
    }

    private String problemOfConfiguration(String file) {
        return new FileTrust(OWN_UID, this::read)
                .problemOfConfiguration(Path.of(file))
                .orElse("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | 0755  | ''",
                "0   | 01777 | ''",
                "0   | 0777  | /opt/app must not be writable by a group or by others (mode 0777)",
                "500 | 0775  | /opt/app must not be writable by a group or by others (mode 0775)",
                "7   | 01755 | /opt/app must belong to root or uid 500, not to uid 7",
            })
    void directoriesOfAConfigurationFileCountUnlessTheyAreSticky(long uid, String mode, String problem) {
        directory("/opt/app", uid, Integer.parseInt(mode, 8));
        file("/opt/app/hcbridge.yaml", 0, 0644);
        assertThat(problemOfConfiguration("/opt/app/hcbridge.yaml")).isEqualTo(problem);
    }

    @Test
    void linksToAConfigurationFileCount() {
        link("/opt/hcbridge.yaml", 0, "shared/hcbridge.yaml");
        directory("/opt/shared", 7, 0755);
        file("/opt/shared/hcbridge.yaml", 0, 0644);
        assertThat(problemOfConfiguration("/opt/hcbridge.yaml"))
                .isEqualTo("/opt/shared must belong to root or uid 500, not to uid 7");
    }

    @Test
    void aRelativePathOfAConfigurationFileIsReadFromTheWorkingDirectory() {
        Path first = Path.of("").toAbsolutePath().getName(0);
        files.remove(Path.of("/").resolve(first));
        assertThat(problemOfConfiguration("hcbridge.yaml")).isEqualTo("/" + first + " does not exist");
    }

    @Test
    void aConfigurationFileOfThisHostCountsWithItsDirectory(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("hcbridge.yaml"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        FileTrust trust = FileTrust.ofSystem();
        assertThat(trust.problemOfConfiguration(file)).isEmpty();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(trust.problemOfConfiguration(file).orElseThrow())
                .endsWith(directory.getFileName() + " must not be writable by a group or by others (mode 0777)");
    }
}
