/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "reload",
        description =
                "Read the configuration again and apply it. Prints what has changed: + added, - removed, ~ changed.")
final class ReloadSubcommand extends CtlSubcommand {
    @Option(names = "--dry-run", description = "Only read and compare the configuration.")
    private boolean dryRun;

    @Override
    int run(AdminClient bridge) throws IOException {
        JsonObject reply = bridge.call("reload", Map.of("dry-run", dryRun));
        return show(reply, text(reply));
    }

    private static String text(JsonObject reply) {
        JsonArray changes = reply.getJsonArray("changes", new JsonArray());
        if (changes.isEmpty()) {
            return "no changes\n";
        }
        int more = reply.getInteger("more", 0);
        return changes.stream().map(change -> change + "\n").collect(Collectors.joining())
                + (more > 0 ? "and " + more + " more changes\n" : "");
    }
}
