/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.interop.GoServerRow.Reply;
import io.hcbridge.ipc.health.HealthClient;
import io.hcbridge.ipc.health.HealthServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays recorded transcripts of the Go programs' health protocol against the Java programs. */
@Timeout(20)
class TranscriptTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"health-healthy.txt", "health-failing.txt"})
    void javaServerPassesTheGoServersTranscript(String fixture) throws Exception {
        List<Transcript.Line> lines = Transcript.load(fixture).lines();
        String reply = lines.get(1).bytes();
        try (HealthServer server = HealthServer.builder().directory(directory).start(() -> {
            if (!reply.equals("healthy")) {
                throw new IllegalStateException(reply);
            }
        })) {
            assertThat(RawClient.converse(server.socket(), List.of(lines.get(0).bytes()), false))
                    .isEqualTo(new Reply(reply, false));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"health-healthy.txt", "health-failing.txt"})
    void javaClientPassesTheGoClientsTranscript(String fixture) throws Exception {
        List<Transcript.Line> lines = Transcript.load(fixture).lines();
        String reply = lines.get(1).bytes();
        GoClientRow server = new GoClientRow(fixture, true, List.of(reply), true, "", "", "");
        try (ScriptedHealthServer scripted = new ScriptedHealthServer(directory, server)) {
            assertThat(HealthClient.of(directory).check().text()).isEqualTo(reply.equals("healthy") ? "" : reply);
            assertThat(scripted.received()).isEqualTo(lines.get(0).bytes());
        }
    }
}
