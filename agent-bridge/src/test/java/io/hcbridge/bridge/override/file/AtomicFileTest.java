/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are replaced whole. */
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
    void linkInTheWayIsNotFollowed() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "precious");
        Files.createSymbolicLink(directory.resolve("f.new"), victim);
        assertThatIOException().isThrownBy(() -> AtomicFile.replace(directory.resolve("f"), "text"));
        assertThat(victim).hasContent("precious");
        // The link is gone, so that the next attempt succeeds.
        AtomicFile.replace(directory.resolve("f"), "text");
        assertThat(directory.resolve("f")).hasContent("text");
    }

    /** As on Windows: a file system without POSIX attributes, whose directories cannot be opened. */
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
