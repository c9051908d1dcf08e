/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.health.HealthClient;
import io.hcbridge.ipc.health.HealthResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java health client, with the same table as the Go client. */
@Timeout(20)
class HealthClientRowsTest {
    @TempDir
    Path directory;

    static List<GoClientRow> rows() {
        return GoClientRow.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void resultIsThatOfTheTable(GoClientRow row) throws Exception {
        try (ScriptedHealthServer server = new ScriptedHealthServer(directory, row)) {
            assertThat(worded(HealthClient.of(server.directory()).check())).isEqualTo(row.ours());
        }
        assertThat(row.ours().equals(row.go())).isEqualTo(row.why().isEmpty());
    }

    private static String worded(HealthResult result) {
        return switch (result.status()) {
            case HEALTHY -> "healthy";
            case UNHEALTHY -> "unhealthy: " + result.text();
            case FAILED -> "failed";
        };
    }
}
