/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import io.hcbridge.ipc.check.CheckEvent.Changed;
import io.hcbridge.ipc.check.CheckEvent.Overrun;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;

/** Logs changes of the status of checks, each once. */
final class CheckLog {
    private static final Logger LOG = System.getLogger(HealthRegistry.class.getName());

    private CheckLog() {}

    static void write(CheckEvent event) {
        if (event instanceof Changed changed) {
            write(changed);
        } else if (event instanceof Overrun overrun) {
            LOG.log(Level.WARNING, "check " + overrun.state().name() + ": over its limit", overrun.cause());
        }
    }

    private static void write(Changed changed) {
        CheckState after = changed.after();
        String line = "check " + after.name() + ": " + word(changed.before()) + " -> " + word(after);
        if (!after.isUp()) {
            LOG.log(Level.WARNING, line + ": " + after.reason(), changed.cause());
        } else {
            // A service that starts as it should is no news.
            LOG.log(changed.isFirst() ? Level.DEBUG : Level.INFO, line);
        }
    }

    private static String word(CheckState state) {
        return state.status().name().toLowerCase(Locale.ROOT);
    }
}
