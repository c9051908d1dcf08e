/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.bridge.override.Steering.ResetKey;
import io.hcbridge.protocol.agent.Reason;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The state file's text, version 1. Of a debt only that it is owed is kept: paying it anew costs nothing. */
final class StateJson {
    private static final int VERSION = 1;

    private StateJson() {}

    static JsonObject write(SteeringState state) {
        JsonObject overrides = new JsonObject();
        state.overrides().forEach((target, standing) -> overrides.put(target, write(standing)));
        JsonArray debts = new JsonArray();
        state.accounts()
                .forEach((key, account) -> debts.add(new JsonObject()
                        .put("target", key.target())
                        .put("address", key.address())
                        .put("ready", account.ready().isPending())
                        .put("weight", account.fullWeight().isPending())
                        .put("last-poll", account.lastPoll().toString())));
        return new JsonObject()
                .put("version", VERSION)
                .put("overrides", overrides)
                .put("debts", debts);
    }

    /** @throws IllegalArgumentException if it is not a state of this version; dates and names that do not parse, too */
    static SteeringState read(JsonObject json) {
        if (json.getInteger("version", 0) != VERSION) {
            throw new IllegalArgumentException("version " + json.getValue("version") + " is not " + VERSION);
        }
        Map<String, Overrides> overrides = new HashMap<>();
        JsonObject written = json.getJsonObject("overrides", new JsonObject());
        for (String target : written.fieldNames()) {
            overrides.put(target, readOverrides(written.getJsonObject(target)));
        }
        Map<ResetKey, ResetTracker> accounts = new HashMap<>();
        for (Object debt : json.getJsonArray("debts", new JsonArray())) {
            JsonObject entry = (JsonObject) debt;
            accounts.put(new ResetKey(text(entry, "target"), text(entry, "address")), readAccount(entry));
        }
        return new SteeringState(overrides, accounts);
    }

    private static JsonObject write(Overrides standing) {
        JsonObject json = new JsonObject();
        standing.state()
                .ifPresent(o -> json.put("state", write(o, o.value().name().toLowerCase(Locale.ROOT))));
        standing.weight().ifPresent(o -> json.put("weight", write(o, o.value())));
        return json;
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

    private static Overrides readOverrides(JsonObject json) {
        Optional<OperatorOverride<State>> state = Optional.ofNullable(json.getJsonObject("state"))
                .map(o -> override(o, State.valueOf(text(o, "value").toUpperCase(Locale.ROOT))));
        Optional<OperatorOverride<Integer>> weight = Optional.ofNullable(json.getJsonObject("weight"))
                .map(o -> override(o, Math.max(1, Math.min(100, o.getInteger("value", 100)))));
        return new Overrides(state, weight);
    }

    private static <T> OperatorOverride<T> override(JsonObject json, T value) {
        return new OperatorOverride<>(
                value,
                Reason.of(text(json, "reason")),
                text(json, "by"),
                instant(text(json, "since")),
                Optional.ofNullable(json.getString("until")).map(StateJson::instant));
    }

    private static ResetTracker readAccount(JsonObject json) {
        return new ResetTracker(
                json.getBoolean("ready", false) ? PendingReset.RUNNING : PendingReset.NONE,
                json.getBoolean("weight", false) ? PendingReset.RUNNING : PendingReset.NONE,
                instant(text(json, "last-poll")));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is no time", e);
        }
    }

    private static String text(JsonObject json, String key) {
        String text = json.getString(key);
        if (text == null) {
            throw new IllegalArgumentException("'" + key + "' is missing");
        }
        return text;
    }
}
