/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import static io.hcbridge.ipc.group.GroupFixture.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hcbridge.ipc.internal.lock.ElectionLock;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A group on Windows: a locked file and a named pipe. */
@Timeout(60)
final class WindowsGroupTest {
    private GroupFixture group;

    @BeforeEach
    void setUp() throws Exception {
        // Not @TempDir, which would fail because an open file cannot be removed on Windows.
        group = new GroupFixture(Files.createTempDirectory("group"));
    }

    @AfterEach
    void tearDown() {
        group.close();
    }

    @Test
    void masterAnswersOnAPipe() throws Exception {
        GroupNode master = group.start(group.builder(GroupMode.MASTER).handler(request -> {
            if (request.text().equals("fail")) {
                throw new GroupException("no stock");
            }
            return request.payload();
        }));
        GroupNode client = group.client();
        assertThat(ask(client, "hello")).isEqualTo("hello");
        assertThat(ask(client, "x".repeat(100_000))).hasSize(100_000);
        assertThatExceptionOfType(GroupException.class)
                .isThrownBy(() -> ask(client, "fail"))
                .withMessage("no stock");
        assertThat(master.isMaster()).isTrue();
    }

    @Test
    void nextCandidateIsElectedWhenTheMasterCloses() throws Exception {
        GroupNode first = group.master("first");
        GroupNode client = group.client();
        assertThat(ask(client, "1")).isEqualTo("first:1");
        group.master("second");
        first.close();
        assertThat(ask(client, "2")).isEqualTo("second:2");
    }

    @Test
    void fileIsLockedByOneObjectAtATime() throws Exception {
        Path path = group.lock();
        try (ElectionLock lock = ElectionLock.tryAcquire(path).orElseThrow()) {
            assertThat(ElectionLock.tryAcquire(path)).isEmpty();
            assertThat(lock.isReplaced()).isFalse();
        }
        ElectionLock.tryAcquire(path).orElseThrow().close();
    }
}
