/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
final class StaleDirectoriesTest {
    @TempDir
    private Path parent;

    private Path own;

    @BeforeEach
    void create() throws IOException {
        own = Files.createDirectory(parent.resolve("temp-own"));
    }

    private Path directory(String name) throws IOException {
        Path directory = Files.createDirectory(parent.resolve(name));
        Files.createFile(directory.resolve(".hc-socket"));
        return directory;
    }

    private static void makeOld(Path path) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(120)));
    }

    private void remove() {
        StaleDirectories.removeBeside(
                own,
                name -> name.startsWith("temp-"),
                name -> name.equals(".hc-socket") || name.equals("link"),
                Duration.ofMinutes(1));
    }

    @Test
    void onlyOldDirectoriesOfTheNameAreRemoved() throws IOException {
        Path stale = directory("temp-1");
        Path young = directory("temp-2");
        Path other = directory("other");
        makeOld(stale);
        makeOld(other);
        remove();
        assertThat(stale).doesNotExist();
        assertThat(young.resolve(".hc-socket")).exists();
        assertThat(other.resolve(".hc-socket")).exists();
        assertThat(own).exists();
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path service = directory("service");
        Path inner = directory("temp-1");
        Files.createSymbolicLink(inner.resolve("link"), service);
        Files.createSymbolicLink(parent.resolve("temp-2"), service);
        makeOld(service);
        makeOld(inner);
        remove();
        assertThat(inner).doesNotExist();
        assertThat(parent.resolve("temp-2")).isSymbolicLink();
        assertThat(service.resolve(".hc-socket")).exists();
    }

    @Test
    void otherFilesAndDirectoriesStay() throws IOException {
        Path withDirectory = directory("temp-1");
        Path withFile = directory("temp-2");
        Files.createDirectory(withDirectory.resolve("inner"));
        Files.createFile(withFile.resolve("precious"));
        makeOld(withDirectory);
        makeOld(withFile);
        remove();
        assertThat(withDirectory.resolve("inner")).exists();
        assertThat(withFile.resolve("precious")).exists();
    }
}
