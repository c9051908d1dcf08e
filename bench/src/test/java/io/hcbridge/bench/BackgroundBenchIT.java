/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The measurements of many targets in their shortest form. The short bench leaves them out. */
@Timeout(120)
class BackgroundBenchIT {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Plan BRIEF =
            new Plan(true, List.of(16), 1, Duration.ofMillis(300), Duration.ofSeconds(1), 0, 0);

    private static Programs programs;

    @BeforeAll
    static void compile() throws IOException {
        programs = Programs.compile(HOME);
    }

    @Test
    void aTargetInTheBackgroundNeedsFewKilobytesAndAllChecksAreAnswered() throws Exception {
        Load load = new Load(programs.load());

        List<Row> rows = new BackgroundBench(List.of(1, 300)).run(programs, BRIEF, load);

        assertThat(load.faults()).isEmpty();
        assertThat(rows)
                .extracting(Row::what)
                .containsExactly(
                        "1 target in the background at 1 s: CPU of a probe",
                        "300 targets in the background at 1 s: CPU of a probe",
                        "300 targets in the background at 1 s: the same, to fewer targets",
                        "300 targets in the background at 1 s: memory of a target",
                        "300 targets in the background at 1 s: p99 at 500/s, to probes for each check");
        // In a short run, caches of the JVM and of the libraries still grow.
        assertThat(rows.get(3).judged().orElseThrow().median()).isBetween(0.5, 3 * 4.096);
    }

    @Test
    void aReloadAndADiscoveryOfSomeTargetsAreMeasured() throws Exception {
        Load load = new Load(programs.load());

        List<Row> rows = new ReloadBench(200).run(programs, BRIEF, load);

        assertThat(load.faults()).isEmpty();
        assertThat(rows).hasSize(3);
        assertThat(rows.get(2).judged().orElseThrow().median()).isBetween(0.0, 1000.0);
    }
}
