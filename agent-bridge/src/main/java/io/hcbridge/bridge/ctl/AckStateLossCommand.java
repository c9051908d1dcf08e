/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
        name = "ack-state-loss",
        description = "Acknowledge a loss of the state file. hcbridge_state_file_ok then becomes 1 again.")
final class AckStateLossCommand extends CtlSubcommand {
    @Override
    int run(AdminClient bridge) throws IOException {
        JsonObject reply = bridge.call("ack-state-loss", Map.of());
        boolean wasLost = reply.getBoolean("acknowledged", false);
        return show(reply, wasLost ? "the loss is acknowledged\n" : "there is no loss to acknowledge\n");
    }
}
