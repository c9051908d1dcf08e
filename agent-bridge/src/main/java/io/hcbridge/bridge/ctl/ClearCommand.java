/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "clear",
        description =
                "Remove a target's overrides. Each HAProxy that received drain, maint or a weight gets ready or 100%%.")
final class ClearCommand extends CtlSubcommand {
    @Parameters(paramLabel = "TARGET", arity = "0..1")
    private @Nullable String target;

    @Option(names = "--all", description = "All targets.")
    private boolean all;

    @Override
    int run(AdminClient bridge) throws IOException {
        if (all == (target != null)) {
            throw usage("specify either a TARGET or --all");
        }
        return show(bridge.call("clear", Map.of("target", target == null ? "*" : target)));
    }
}
