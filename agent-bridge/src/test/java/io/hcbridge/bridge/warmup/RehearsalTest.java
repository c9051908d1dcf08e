/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.internal.transport.Deadline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RehearsalTest {
    private static final Deadline LONG = Deadline.after(Duration.ofSeconds(60));

    @Test
    void everyCheckGetsTheReplyOfTheServiceAndNoFileRemains() throws Exception {
        Path directory;
        try (Rehearsal rehearsal = Rehearsal.open()) {
            directory = rehearsal.directory();
            assertThat(directory).isDirectoryContaining(file -> file.endsWith(".hc-socket"));
            // Late replies of a cold JVM do not count, and the last round of 16 checks is completed.
            assertThat(rehearsal.run(64, LONG, () -> false)).isBetween(64, 64 + 15);
            assertThat(rehearsal.lastReply()).isEqualTo("up\n");
        }
        assertThat(Files.exists(directory)).isFalse();
    }

    @Test
    void stoppedRehearsalRunsNoCheck() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.open()) {
            assertThat(rehearsal.run(64, LONG, () -> true)).isZero();
        }
    }

    @Test
    void rehearsalEndsAtItsDeadline() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.open()) {
            assertThat(rehearsal.run(Integer.MAX_VALUE, Deadline.after(Duration.ofSeconds(3)), () -> false))
                    .isPositive();
        }
    }

    @Test
    void warmUpEndsAndCanBeStoppedSeveralTimes() {
        WarmUp warmUp = WarmUp.start();
        warmUp.stop();
        warmUp.await();
        warmUp.stop();
    }
}
