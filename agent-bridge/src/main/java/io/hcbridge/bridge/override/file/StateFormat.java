/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override.file;

import io.hcbridge.bridge.override.AddressKey;
import io.hcbridge.bridge.override.JsonReader;
import io.hcbridge.bridge.override.OverrideJson;
import io.hcbridge.bridge.override.Overrides;
import io.hcbridge.bridge.override.SavedResets;
import io.hcbridge.bridge.override.SavedState;
import io.hcbridge.bridge.override.ServiceReport;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Reason;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads and writes the text of the state file.
 *
 * <p>Writes version 2. Also reads version 1, which release 0.2.0 wrote: it has the pending resets under {@code debts}, and no reports or
 * ramps.
 */
final class StateFormat {
    private static final int VERSION = 2;

    private StateFormat() {}

    /**
     * The content of a state file.
     *
     * @param loss the data loss that no operator has acknowledged yet
     */
    record Document(SavedState state, Optional<String> loss) {
        static final Document EMPTY = new Document(SavedState.EMPTY, Optional.empty());
    }

    static String write(Document document) {
        JsonObject overrides = new JsonObject();
        new TreeMap<>(document.state().overrides()).forEach((target, o) -> overrides.put(target, write(o)));
        JsonArray resets = new JsonArray();
        document.state().resets().forEach((key, r) -> resets.add(write(key, r)));
        JsonObject reports = new JsonObject();
        new TreeMap<>(document.state().reports()).forEach((target, r) -> reports.put(target, write(r)));
        JsonObject ramps = new JsonObject();
        new TreeMap<>(document.state().ramps()).forEach((target, begin) -> ramps.put(target, write(begin)));
        JsonObject json = new JsonObject()
                .put("version", VERSION)
                .put("overrides", overrides)
                .put("pending-resets", resets)
                .put("reports", reports)
                .put("ramps", ramps);
        document.loss().ifPresent(text -> json.put("loss", text));
        return json.encodePrettily() + "\n";
    }

    /**
     * Parses the text of a file.
     *
     * @throws IllegalArgumentException if the text cannot be parsed; the message names the value and the rule
     * @throws IOException if a later release has written the file
     */
    static Document read(String text) throws IOException {
        JsonReader json = JsonReader.of(text);
        int version = json.number("version", 1, Integer.MAX_VALUE).orElseThrow(() -> json.missing("version"));
        if (version > VERSION) {
            throw new IOException("it has version " + version + ", and this release reads versions up to " + VERSION
                    + "; run the release that wrote it, or move the file away and lose its overrides");
        }
        Map<String, Overrides> overrides = new HashMap<>();
        json.members("overrides").forEach((target, o) -> overrides.put(target, OverrideJson.read(o)));
        Map<AddressKey, SavedResets> resets = new HashMap<>();
        for (JsonReader entry : json.elements(version == 1 ? "debts" : "pending-resets")) {
            resets.put(readKey(entry), readResets(entry));
        }
        Map<String, ServiceReport> reports = new HashMap<>();
        json.members("reports").forEach((target, r) -> reports.put(target, readReport(r)));
        Map<String, Instant> ramps = new HashMap<>();
        json.members("ramps").forEach((target, r) -> ramps.put(target, r.requiredMoment("begin")));
        return new Document(new SavedState(overrides, resets, reports, ramps), json.text("loss"));
    }

    private static JsonObject write(Overrides overrides) {
        JsonObject json = new JsonObject();
        overrides.state().ifPresent(o -> json.put("state", OverrideJson.ofState(o)));
        overrides.weight().ifPresent(o -> json.put("weight", OverrideJson.ofWeight(o)));
        return json;
    }

    private static JsonObject write(AddressKey key, SavedResets resets) {
        JsonObject json = new JsonObject().put("target", key.target()).put("address", key.address());
        if (!key.alias().isEmpty()) {
            json.put("alias", key.alias());
        }
        return json.put("ready", resets.ready())
                .put("weight", resets.weight())
                .put("last-poll", resets.lastPoll().toString());
    }

    private static JsonObject write(ServiceReport report) {
        JsonObject json = new JsonObject();
        report.admin().ifPresent(a -> json.put("admin", a.name().toLowerCase(Locale.ROOT)));
        report.capacity().weight().ifPresent(w -> json.put("weight", w));
        report.capacity().maxConnections().ifPresent(m -> json.put("max-connections", m));
        return json.put("stopped", report.isStopped())
                .put("reason", report.reason().text());
    }

    private static JsonObject write(Instant rampBegin) {
        return new JsonObject().put("begin", rampBegin.toString());
    }

    private static AddressKey readKey(JsonReader json) {
        return new AddressKey(
                json.requiredText("target"),
                json.requiredText("address"),
                json.text("alias").orElse(""));
    }

    private static SavedResets readResets(JsonReader json) {
        return new SavedResets(json.flag("ready"), json.flag("weight"), json.requiredMoment("last-poll"));
    }

    private static ServiceReport readReport(JsonReader json) {
        return new ServiceReport(
                json.parsed("admin", StateFormat::admin),
                new Capacity(json.number("weight", 0, 100), json.number("max-connections", 1, Integer.MAX_VALUE)),
                json.flag("stopped"),
                Reason.of(json.text("reason").orElse("")));
    }

    private static Admin admin(String word) {
        return switch (word) {
            case "drain" -> Admin.DRAIN;
            case "maint" -> Admin.MAINT;
            default -> throw new IllegalArgumentException("'" + word + "' must be drain or maint");
        };
    }
}
