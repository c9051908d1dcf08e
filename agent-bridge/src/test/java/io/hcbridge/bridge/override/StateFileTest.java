/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.bridge.override.Steering.ResetKey;
import io.hcbridge.protocol.agent.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on the disk, and what becomes of a disk that is not well. */
final class StateFileTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final SteeringState STATE = new SteeringState(
            Map.of(
                    "orders",
                    new Overrides(
                            Optional.of(override(State.DRAIN, Optional.of(NOW.plusSeconds(60)))),
                            Optional.of(override(30, Optional.empty())))),
            Map.of(
                    new ResetKey("orders", "127.0.0.2"),
                    new ResetTracker(PendingReset.RUNNING, PendingReset.NONE, NOW)));

    @TempDir
    private Path directory;

    private static <T> OperatorOverride<T> override(T value, Optional<Instant> until) {
        return new OperatorOverride<>(value, Reason.of("deploy 42"), "ann", NOW, until);
    }

    @Test
    void whatWasSavedIsLoaded() {
        StateFile file = file("state.json");
        file.save(STATE);
        assertThat(file("state.json").load()).isEqualTo(STATE);
        assertThat(file.problem()).isEmpty();
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void noFileIsNoState() {
        StateFile file = file("state.json");
        assertThat(file.load()).isEqualTo(SteeringState.EMPTY);
        assertThat(file.problem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"version\":2}",
                "{\"version\":\"1\"}",
                "{\"version\":1,\"overrides\":{\"a\":null}}",
                "{\"version\":1,\"overrides\":{\"a\":{\"state\":{\"value\":\"sideways\"}}}}",
                "{\"version\":1,\"overrides\":{\"a\":{\"weight\":{\"value\":\"x\"}}}}",
                "{\"version\":1,\"debts\":[null]}",
                "{\"version\":1,\"debts\":[{\"target\":\"a\",\"address\":\"b\",\"last-poll\":\"yesterday\"}]}",
            })
    void whatCannotBeReadIsSetAsideAndSaid(String text) throws IOException {
        Path path = Files.writeString(directory.resolve("state.json"), text);
        StateFile file = file("state.json");
        assertThat(file.load()).isEqualTo(SteeringState.EMPTY);
        assertThat(file.problem()).hasValueSatisfying(p -> assertThat(p).contains("state.json cannot be read"));
        assertThat(path).doesNotExist();
        assertThat(directory.resolve("state.json.unreadable")).hasContent(text);

        file.save(STATE);
        assertThat(file.problem()).isEmpty();
        assertThat(file("state.json").load()).isEqualTo(STATE);
    }

    @Test
    void whatCannotBeWrittenIsSaidAndTriedAgain() throws IOException {
        StateFile file = file("gone/state.json");
        file.save(STATE);
        assertThat(file.problem()).hasValueSatisfying(p -> assertThat(p).contains("state.json cannot be written"));

        Files.createDirectory(directory.resolve("gone"));
        file.save(STATE);
        assertThat(file.problem()).isEmpty();
        assertThat(file("gone/state.json").load()).isEqualTo(STATE);
    }

    private StateFile file(String name) {
        return new StateFile(directory.resolve(name), Runnable::run);
    }
}
