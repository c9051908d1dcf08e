/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hcbridge.haproxy.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The comparison over the network in its shortest form. The short bench leaves it out. */
@Timeout(120)
class NetworkBenchIT {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Duration WINDOW = Duration.ofMillis(300);
    private static final Plan BRIEF = new Plan(true, List.of(16), 1, WINDOW, Duration.ofSeconds(2), 0, 0);

    private static Programs programs;

    @BeforeAll
    static void compile() throws IOException {
        programs = Programs.compile(HOME);
        // ShortBenchIT reports missing Go, and fails in CI.
        assumeTrue(programs.hasGo(), programs.goObstacle());
    }

    @ParameterizedTest
    @EnumSource
    void bothProgramsAnswerAllChecks(NetworkKind kind) throws IOException {
        Load load = new Load(programs.load());

        List<Row> rows = new NetworkBench(kind).run(programs, BRIEF, load);

        assertThat(load.faults()).isEmpty();
        assertThat(rows)
                .extracting(Row::what)
                .containsExactly(
                        kind.word() + " checks, 16 clients, to Go",
                        kind.word() + " CPU of a check, 16 clients, to Go",
                        kind.word() + " p99 at 500/s, to Go");
    }

    @ParameterizedTest
    @EnumSource
    void goProgramReportsAServiceThatIsNotThere(NetworkKind kind) throws IOException {
        Load load = new Load(programs.load());
        try (BenchEnvironment place = new BenchEnvironment(programs)) {
            Server go = new NetworkServices(place, kind, FreePort.next()).base();
            // The last expectation applies.
            List<String> where =
                    Stream.concat(go.where().stream(), Stream.of("-e", "down")).toList();

            Sample sample = load.closed(new Server(go.name(), where, go.pid()), 16, WINDOW);

            assertThat(sample.rate()).isPositive();
            assertThat(load.faults()).isEmpty();
        }
    }
}
