/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

@Command(name = "watch", description = "Print the list repeatedly until Ctrl-C.")
final class WatchCommand extends CtlSubcommand {
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

    private static final double MIN_SECONDS = 0.1;
    private static final double MAX_SECONDS = 86_400;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            description = "0.1 to 86400. Default: ${DEFAULT-VALUE}",
            defaultValue = "1")
    private double every;

    @Option(
            names = "--times",
            paramLabel = "N",
            description = "Exit after N lists. Default: never",
            defaultValue = "2147483647")
    private int times;

    @Override
    int run(AdminClient bridge) throws IOException {
        checkOptions();
        for (int i = 0; i < times; i++) {
            if (i > 0 && !pause()) {
                return 0;
            }
            if (Ansi.AUTO.enabled()) {
                out().print(HOME_AND_CLEAR);
            }
            int exit = show(bridge.list());
            if (exit != 0) {
                return exit;
            }
        }
        return 0;
    }

    private void checkOptions() {
        // This form of the condition also rejects NaN.
        if (!(every >= MIN_SECONDS && every <= MAX_SECONDS)) {
            throw usage("--every: " + every + " must be 0.1 to 86400 seconds");
        }
        if (times < 1) {
            throw usage("--times: " + times + " must be at least 1");
        }
    }

    private boolean pause() {
        try {
            Thread.sleep(Math.round(every * 1000));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
