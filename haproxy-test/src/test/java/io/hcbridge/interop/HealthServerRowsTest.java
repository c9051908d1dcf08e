/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.health.HealthServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java health server, with the same table as the Go server. */
@Timeout(20)
class HealthServerRowsTest {
    @TempDir
    static Path directory;

    private static volatile String failure = GoServerRow.HEALTHY;
    private static HealthServer server;

    @BeforeAll
    static void start() throws Exception {
        server = HealthServer.builder().directory(directory).start(() -> {
            if (!failure.equals(GoServerRow.HEALTHY)) {
                throw new IllegalStateException(failure);
            }
        });
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    static List<GoServerRow> rows() {
        return GoServerRow.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void replyIsThatOfTheTable(GoServerRow row) throws Exception {
        failure = row.failure();
        assertThat(RawClient.converse(server.socket(), row)).isEqualTo(row.ours());
        assertThat(row.ours().equals(row.go())).isEqualTo(row.why().isEmpty());
    }
}
