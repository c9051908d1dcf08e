/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

@Command(name = "watch", description = "The list again and again, until Ctrl-C.")
final class WatchCommand extends CtlSubcommand {
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

    @Option(names = "--every", paramLabel = "SECONDS", description = "Default: ${DEFAULT-VALUE}", defaultValue = "1")
    private double every;

    @Option(names = "--times", paramLabel = "N", description = "End after so many.", defaultValue = "2147483647")
    private int times;

    @Override
    int run(AdminClient bridge) throws IOException {
        for (int i = 0; i < times; i++) {
            if (i > 0 && !pause()) {
                return 0;
            }
            if (Ansi.AUTO.enabled()) {
                System.out.print(HOME_AND_CLEAR);
            }
            show(bridge.list());
        }
        return 0;
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
