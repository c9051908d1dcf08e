/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TempDirectoryTest {
    @TempDir
    private Path parent;

    @Test
    void staleDirectoryOfThisUserIsRemovedWithItsSocket() throws Exception {
        Path stale = old(Files.createDirectory(parent.resolve(".hcabc123")), "s");

        try (TempDirectory directory = TempDirectory.beside(parent.resolve("a.sock"))) {
            assertThat(stale).doesNotExist();
            assertThat(directory.resolve(TempDirectory.SOCKET).getParent()).isDirectory();
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatMayBeInUseOrIsAnotherThingStays() throws Exception {
        Path young = Files.createDirectory(parent.resolve(".hcyoung"));
        Path full = old(Files.createDirectory(parent.resolve(".hcfull")), "precious");
        Path longName = old(Files.createDirectory(parent.resolve(".hcsocket-backup")), "s");
        Path file = Files.createFile(parent.resolve(".hcfile"));
        Files.setLastModifiedTime(file, anHourAgo());

        TempDirectory.beside(parent.resolve("a.sock")).close();

        assertThat(young).isDirectory();
        assertThat(full.resolve("precious")).exists();
        assertThat(longName.resolve("s")).exists();
        assertThat(file).exists();
    }

    @Test
    void directoryOfAnotherUserStays() throws Exception {
        assumeTrue(Files.getAttribute(parent, "unix:uid").equals(0), "only root can make another user's directory");
        Path other = Files.createDirectory(parent.resolve(".hcother"));
        Files.setAttribute(other, "unix:uid", 4712, LinkOption.NOFOLLOW_LINKS);
        Files.setLastModifiedTime(other, anHourAgo());

        TempDirectory.beside(parent.resolve("a.sock")).close();

        assertThat(other).isDirectory();
    }

    @Test
    void parentThatIsNoDirectoryIsNamed() throws Exception {
        Path file = Files.createFile(parent.resolve("file"));

        assertThatIOException()
                .isThrownBy(() -> TempDirectory.beside(file.resolve("a.sock")))
                .withMessage("socket directory " + file + " cannot be used: Not a directory");
    }

    private static Path old(Path directory, String content) throws IOException {
        Files.createFile(directory.resolve(content));
        Files.setLastModifiedTime(directory, anHourAgo());
        return directory;
    }

    private static FileTime anHourAgo() {
        return FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    }
}
