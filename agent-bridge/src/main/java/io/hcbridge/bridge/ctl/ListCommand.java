/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import java.io.IOException;
import picocli.CommandLine.Command;

@Command(name = "list", description = "Show all targets with their verdicts and overrides.")
final class ListCommand extends CtlSubcommand {
    @Override
    int run(AdminClient bridge) throws IOException {
        return show(bridge.list());
    }
}
