/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(name = "stats", description = "Show figures of the whole bridge.")
final class StatsCommand extends CtlSubcommand {
    @Override
    int run(AdminClient bridge) throws IOException {
        return print(bridge.call("stats", Map.of()));
    }
}
