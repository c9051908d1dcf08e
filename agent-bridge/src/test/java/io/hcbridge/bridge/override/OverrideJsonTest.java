/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.protocol.agent.Reason;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the JSON of overrides, and the errors for JSON that was edited by hand. */
final class OverrideJsonTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void writtenOverridesAreRead() {
        Overrides overrides = new Overrides(
                Optional.of(new OperatorOverride<>(
                        State.MAINT, Reason.of("disk"), "ann", NOW, Optional.of(NOW.plusSeconds(60)))),
                Optional.of(new OperatorOverride<>(30, Reason.NONE, "1234", NOW, Optional.empty())));
        JsonObject json = new JsonObject()
                .put("state", OverrideJson.ofState(overrides.state().orElseThrow()))
                .put("weight", OverrideJson.ofWeight(overrides.weight().orElseThrow()));
        assertThat(json.encode())
                .isEqualTo(
                        "{\"state\":{\"value\":\"maint\",\"reason\":\"disk\",\"by\":\"ann\","
                                + "\"since\":\"2026-01-02T03:04:05Z\",\"until\":\"2026-01-02T03:05:05Z\"},"
                                + "\"weight\":{\"value\":30,\"reason\":\"\",\"by\":\"1234\",\"since\":\"2026-01-02T03:04:05Z\"}}");
        assertThat(OverrideJson.read(JsonReader.of(json.encode()))).isEqualTo(overrides);
        assertThat(OverrideJson.read(JsonReader.of("{}"))).isEqualTo(Overrides.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|is not a JSON object",
                "{|is not a JSON object",
                "{'state':3}|state: '3' must be an object",
                "{'state':{}}|state.value: is missing",
                "{'state':{'value':4}}|state.value: '4' must be a string",
                "{'state':{'value':'sideways'}}|state.value: 'sideways' must be one of up, down, stopped, drain, maint",
                "{'state':{'value':'up'}}|state.reason: is missing",
                "{'state':{'value':'up','reason':''}}|state.by: is missing",
                "{'state':{'value':'up','reason':'','by':'ann','since':'today'}}|"
                        + "state.since: 'today' must be a time like 2026-01-31T12:00:00Z",
                "{'weight':{'value':0}}|weight.value: '0' must be a whole number from 1 to 100",
                "{'weight':{'value':101}}|weight.value: '101' must be a whole number from 1 to 100",
                "{'weight':{'value':1.5}}|weight.value: '1.5' must be a whole number from 1 to 100",
                "{'weight':{'value':4294967301}}|weight.value: '4294967301' must be a whole number from 1 to 100",
                "{'weight':{'value':'x'}}|weight.value: 'x' must be a number",
            })
    void errorNamesThePathTheValueAndTheRule(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OverrideJson.read(JsonReader.of(json.replace('\'', '"'))))
                .withMessage(message);
    }
}
