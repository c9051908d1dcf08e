/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import io.hcbridge.ipc.command.CommandClient;
import io.hcbridge.ipc.command.CommandException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls commands of one bridge over its command socket. */
final class AdminClient {
    private final Path socket;
    private final CommandClient client;

    AdminClient(Path socket) {
        this.socket = socket;
        this.client = CommandClient.to(socket);
    }

    /**
     * Calls one command.
     *
     * @throws IOException if the bridge cannot be reached or rejects the command; the message is for the operator
     */
    JsonObject call(String command, Map<String, ?> arguments) throws IOException {
        String reply;
        try {
            reply = client.call(command, arguments);
        } catch (CommandException e) {
            throw new IOException(e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException("cannot reach the bridge: " + Unreachable.describe(socket, e), e);
        }
        try {
            return new JsonObject(reply);
        } catch (DecodeException e) {
            throw notABridge(e);
        }
    }

    /** Returns the rows of all targets. Reads all pages. */
    JsonObject list() throws IOException {
        JsonArray rows = new JsonArray();
        int from = 0;
        while (true) {
            JsonObject page = call("list", Map.of("from", from));
            if (!(page.getValue("targets") instanceof JsonArray targets)) {
                throw notABridge(null);
            }
            rows.addAll(targets);
            if (!(page.getValue("next") instanceof Integer next) || next <= from) {
                return page.put("targets", rows);
            }
            from = next;
        }
    }

    private IOException notABridge(@Nullable Exception cause) {
        return new IOException(
                socket + " is not the command socket of a bridge: its reply has an unknown format", cause);
    }
}
