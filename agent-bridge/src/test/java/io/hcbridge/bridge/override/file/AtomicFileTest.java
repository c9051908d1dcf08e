/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the atomic replacement of files. */
final class AtomicFileTest {
    @TempDir
    private Path directory;

    @Test
    void textIsReplaced() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "a longer text than the next one");
        AtomicFile.replace(file, "né");
        assertThat(file).hasContent("né");
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void linkAtTheTemporaryPathIsNotFollowed() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "precious");
        Files.createSymbolicLink(directory.resolve("f.new"), victim);
        AtomicFile.replace(directory.resolve("f"), "text");
        assertThat(victim).hasContent("precious");
        assertThat(directory.resolve("f")).isRegularFile().hasContent("text");
        assertThat(Files.isSymbolicLink(directory.resolve("f"))).isFalse();
    }

    /** A user who created the temporary file beforehand can still read and write it, but it does not become the state file. */
    @Test
    void fileAtTheTemporaryPathIsNotUsed() throws IOException {
        Path draft = Files.writeString(directory.resolve("f.new"), "a stranger's");
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-rw-rw-"));
        Path stranger = Files.createLink(directory.resolve("stranger"), draft);
        AtomicFile.replace(directory.resolve("f"), "text");
        assertThat(stranger).hasContent("a stranger's");
        assertThat(directory.resolve("f")).hasContent("text");
        assertThat(mode("f")).isEqualTo("rw-------");
    }

    @Test
    void writeFailsIfTheTemporaryPathCannotBeRemoved() throws IOException {
        Files.createDirectories(directory.resolve("f.new/full"));
        assertThatIOException().isThrownBy(() -> AtomicFile.replace(directory.resolve("f"), "text"));
        assertThat(directory.resolve("f")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-r-----", "rw-rw-rw-", "r--r--r--"})
    void modeOfTheFileIsKept(String mode) throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        AtomicFile.replace(file, "text");
        assertThat(file).hasContent("text");
        assertThat(mode("f")).isEqualTo(mode);
    }

    @Test
    void modeOfTheTargetOfALinkIsNotUsed() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "old");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.createSymbolicLink(directory.resolve("f"), target);
        AtomicFile.replace(directory.resolve("f"), "text");
        assertThat(mode("f")).isEqualTo("rw-------");
        assertThat(target).hasContent("old");
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve(name), LinkOption.NOFOLLOW_LINKS));
    }

    /** Simulates Windows: the file system has no POSIX attributes, and directories cannot be opened. */
    @Test
    void directoryThatCannotBeOpenedIsNotForced() throws IOException {
        URI zip = URI.create("jar:" + directory.resolve("z.zip").toUri());
        try (FileSystem other = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Path file = Files.writeString(other.getPath("/state.json"), "text");
            AtomicFile.forceDirectory(file);
            assertThat(file).hasContent("text");
        }
    }
}
