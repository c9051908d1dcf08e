/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(name = "ping", description = "Check that the bridge replies.")
final class PingCommand extends CtlSubcommand {
    @Override
    int run(AdminClient bridge) throws IOException {
        return show(bridge.call("ping", Map.of()), "the bridge replies\n");
    }
}
