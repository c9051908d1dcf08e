/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.protocol.agent.Reason;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Converts overrides from and to JSON. The command socket and the state file use the same JSON. */
public final class OverrideJson {
    private OverrideJson() {}

    /** Converts an override of a state to JSON. */
    public static JsonObject ofState(OperatorOverride<State> override) {
        return write(override, override.value().word());
    }

    /** Converts an override of a weight to JSON. */
    public static JsonObject ofWeight(OperatorOverride<Integer> override) {
        return write(override, override.value());
    }

    /**
     * Reads the overrides of a target from its members {@code state} and {@code weight}.
     *
     * @throws IllegalArgumentException if a value is invalid; the message names the path, the value and the rule
     */
    public static Overrides read(JsonReader json) {
        return new Overrides(
                json.object("state").map(o -> read(o, o.parsed("value", State::ofWord))),
                json.object("weight").map(o -> read(o, weight(o))));
    }

    private static JsonObject write(OperatorOverride<?> override, Object value) {
        JsonObject json = new JsonObject()
                .put("value", value)
                .put("reason", override.reason().text())
                .put("by", override.by())
                .put("since", override.since().toString());
        override.until().ifPresent(until -> json.put("until", until.toString()));
        return json;
    }

    private static Optional<Integer> weight(JsonReader json) {
        return json.number("value", Overrides.MIN_WEIGHT, Overrides.MAX_WEIGHT).stream()
                .boxed()
                .findFirst();
    }

    private static <T> OperatorOverride<T> read(JsonReader json, Optional<T> value) {
        return new OperatorOverride<>(
                value.orElseThrow(() -> json.missing("value")),
                Reason.of(json.requiredText("reason")),
                json.requiredText("by"),
                json.requiredMoment("since"),
                json.moment("until"));
    }
}
