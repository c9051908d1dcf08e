/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "explain", description = "Show the result of a target's last probe and the last reply to each HAProxy.")
final class ExplainCommand extends CtlSubcommand {
    @Parameters(paramLabel = "TARGET")
    private String target = "";

    @Override
    int run(AdminClient bridge) throws IOException {
        JsonObject reply = bridge.call("explain", Map.of("target", target));
        return show(reply, () -> ExplainView.render(reply));
    }
}
