/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import io.hcbridge.ipc.command.CommandClient;
import io.hcbridge.ipc.command.CommandException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Calls on one bridge. */
final class AdminClient {
    private final CommandClient client;

    AdminClient(Path socket) {
        this.client = CommandClient.to(socket);
    }

    /** One call; a refusal is an IOException with the bridge's words. */
    JsonObject call(String verb, Map<String, ?> arguments) throws IOException {
        try {
            return new JsonObject(client.call(verb, arguments));
        } catch (CommandException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** All targets, over as many pages as there are. */
    JsonObject list() throws IOException {
        JsonArray rows = new JsonArray();
        Map<String, Object> arguments = new HashMap<>();
        JsonObject page = call("list", arguments);
        rows.addAll(page.getJsonArray("targets"));
        while (page.containsKey("next")) {
            arguments.put("from", page.getInteger("next"));
            page = call("list", arguments);
            rows.addAll(page.getJsonArray("targets"));
        }
        return page.put("targets", rows);
    }
}
