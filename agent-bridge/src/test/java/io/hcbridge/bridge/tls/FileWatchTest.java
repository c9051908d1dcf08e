/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
    private static final long LIMIT_NANOS = 5_000_000_000L;

    private String files = "old";
    private int changes;
    private final FileWatch watch = new FileWatch(() -> List.of(new FileStamp(files)), () -> changes++);

    @Test
    void changeIsReportedOnceAfterTwoEqualLooks() {
        watch.look();
        assertThat(changes).isZero();
        files = "certificate replaced";
        watch.look();
        files = "key replaced, too";
        watch.look();
        assertThat(changes).isZero();
        watch.look();
        assertThat(changes).isOne();
        watch.look();
        watch.look();
        assertThat(changes).isOne();
    }

    @Test
    void revertedChangeIsNotReported() {
        files = "new";
        watch.look();
        files = "old";
        watch.look();
        watch.look();
        assertThat(changes).isZero();
    }

    @Test
    void stampDetectsAReplacedAGrownAndAMissingFile(@TempDir Path directory) throws Exception {
        TestPki pki = new TestPki(directory);
        List<FileStamp> first = FileStamp.of(pki.config);
        assertThat(FileStamp.of(pki.config)).isEqualTo(first);
        pki.writeBridge(pki.bridge());
        List<FileStamp> second = FileStamp.of(pki.config);
        assertThat(second).isNotEqualTo(first);
        Files.delete(pki.config.key());
        assertThat(FileStamp.of(pki.config)).isNotEqualTo(second);
    }

    @Test
    void stampDetectsAChangeOfPermissionsOnly(@TempDir Path directory) throws Exception {
        TestPki pki = new TestPki(directory);
        List<FileStamp> unreadable = FileStamp.of(pki.config);
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(pki.config.key());
        // The time of a file system has steps of some milliseconds, so the first change may be within one step.
        long begun = System.nanoTime();
        do {
            Files.setPosixFilePermissions(pki.config.key(), mode);
        } while (FileStamp.of(pki.config).equals(unreadable) && System.nanoTime() - begun < LIMIT_NANOS);
        assertThat(FileStamp.of(pki.config)).isNotEqualTo(unreadable);
    }

    @Test
    void stampNeedsNoUnixAttributes(@TempDir Path directory) throws Exception {
        Path archive = directory.resolve("files.zip");
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Path file = Files.writeString(zip.getPath("/key.pem"), "key");
            TlsConfig config = new TlsConfig(file, file, file, List.of("a.example"));
            assertThat(FileStamp.of(config)).allMatch(stamp -> stamp.text().contains("size=3"));
        }
    }
}
