/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
final class ClassArchiveTest {
    @TempDir
    private Path directory;

    private Path jar;
    private Path file;

    @BeforeEach
    void anArchiveOfAJar() throws IOException {
        jar = directory.resolve("a.jar");
        file = Files.writeString(directory.resolve("a.jsa"), "a working archive");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    @Test
    void rejectedArchiveDoesNotReplaceTheOldOne() {
        assertThatThrownBy(() -> new ClassArchive(jar, file).replace(list("java/lang/Object")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("-jar " + jar)
                .hasMessageContaining("no main manifest attribute");

        assertThat(file).hasContent("a working archive");
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("a.jar", "a.jsa");
    }

    @Test
    void errorForAnUnreadableListNamesTheCommand() {
        assertThatThrownBy(() -> new ClassArchive(jar, file).replace(list("@bogus")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("java -Xshare:dump ")
                .hasMessageContaining(": exit code 1\n");

        assertThat(file).hasContent("a working archive");
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("a.jar", "a.jsa");
    }

    private static ClassList list(String line) {
        ClassList list = new ClassList();
        list.add(List.of(line));
        return list;
    }
}
