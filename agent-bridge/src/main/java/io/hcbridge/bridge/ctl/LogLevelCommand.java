/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "log-level", description = "Change the log level until the bridge restarts.")
final class LogLevelCommand extends CtlSubcommand {
    @Parameters(paramLabel = "LEVEL", description = "debug, info, warn or error")
    private String level = "";

    @Override
    int run(AdminClient bridge) throws IOException {
        return print(bridge.call("log-level", Map.of("level", level)));
    }
}
