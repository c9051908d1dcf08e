/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ./hcbridge bench --short}, with wide limits. On a busy machine, only a gross regression exceeds them. */
@Timeout(180)
class ShortBenchIT {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path ABSENT = Path.of("target", "absent-peers.txt");

    @Test
    void thereIsNoGrossRegressionAndNoWrongReply() throws IOException {
        Programs programs = Programs.compile(HOME);
        recordMissingGo(programs);

        Report report = BenchCommand.run(programs, Plan.SHORT);

        System.out.print(report.render());
        assertThat(report.faults()).isEmpty();
        assertThat(report.grossRegressions()).isEmpty();
    }

    /** Reports that the rows for Go are missing if there is no Go. */
    private static void recordMissingGo(Programs programs) throws IOException {
        if (!programs.hasGo()) {
            assertThat(System.getenv("CI")).as(programs.goObstacle()).isNotEqualTo("true");
            Files.writeString(ABSENT, "the Go programs: " + programs.goObstacle() + "\n");
        }
    }
}
