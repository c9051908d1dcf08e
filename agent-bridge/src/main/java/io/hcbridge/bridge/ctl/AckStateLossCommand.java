/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
        name = "ack-state-loss",
        description = "Acknowledge that the state file was lost, so that hcbridge_state_file_ok becomes 1 again.")
final class AckStateLossCommand extends CtlSubcommand {
    @Override
    int run(AdminClient bridge) throws IOException {
        JsonObject answer = bridge.call("ack-state-loss", Map.of());
        boolean wasLost = answer.getBoolean("acknowledged", false);
        return show(answer, wasLost ? "the loss is acknowledged\n" : "no loss is to be acknowledged\n");
    }
}
