/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.http;

import io.hcbridge.ipc.check.CheckState;
import io.hcbridge.ipc.check.HealthReport;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A report as JSON, in the format of MicroProfile Health: {@code {"status":"UP","checks":[{"name":"database","status":"UP","data":{}}]}}.
 *
 * <p>The reason of a check that is not up is the entry {@code reason} of its data. A failed degraded check is {@code DOWN} below a status {@code
 * UP}.
 */
public final class HealthJson {
    private static final int FIRST_PRINTABLE = 0x20;

    private HealthJson() {}

    /** Returns the JSON text of a report. It is ASCII, so it needs no charset. */
    public static String of(HealthReport report) {
        StringBuilder json = new StringBuilder("{\"status\":").append(status(report.isUp()));
        json.append(",\"checks\":[");
        String separator = "";
        for (CheckState state : report.checks()) {
            json.append(separator);
            append(json, state);
            separator = ",";
        }
        return json.append("]}").toString();
    }

    private static void append(StringBuilder json, CheckState state) {
        json.append("{\"name\":");
        appendText(json, state.name());
        json.append(",\"status\":").append(status(state.isUp()));
        Map<String, Object> data = new LinkedHashMap<>(state.data());
        if (!state.isUp()) {
            data.putIfAbsent("reason", state.reason());
        }
        String separator = ",\"data\":{";
        for (Map.Entry<String, Object> entry : data.entrySet()) {
            json.append(separator);
            appendText(json, entry.getKey());
            json.append(':');
            appendValue(json, entry.getValue());
            separator = ",";
        }
        json.append(data.isEmpty() ? "}" : "}}");
    }

    private static String status(boolean isUp) {
        return isUp ? "\"UP\"" : "\"DOWN\"";
    }

    private static void appendValue(StringBuilder json, Object value) {
        if (value instanceof Long || value instanceof Boolean) {
            json.append(value);
        } else {
            appendText(json, value.toString());
        }
    }

    private static void appendText(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c >= FIRST_PRINTABLE && c < 0x7f) {
                json.append(c);
            } else {
                json.append(String.format("\\u%04x", (int) c));
            }
        }
        json.append('"');
    }
}
