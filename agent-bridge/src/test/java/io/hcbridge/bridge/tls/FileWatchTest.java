/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
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
}
