/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.log.LogSetup;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, which would end the daemon: a log file is opened anew, and otherwise it is ignored, since the daemon cannot read its configuration
 * again while it runs.
 */
final class Hangup {
    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

    private Hangup() {}

    /**
     * Begins to install the handler on another thread, since its proxy class takes 20 ms.
     *
     * @return the thread, which ends when the signal is handled
     */
    static Thread handle() {
        Thread installer = new Thread(Hangup::install, "sighup");
        installer.start();
        return installer;
    }

    private static void onSignal() {
        if (LogSetup.reopenFile()) {
            LOG.info("SIGHUP: log file opened anew");
        } else {
            LOG.warn("SIGHUP: ignored (restart the bridge to apply a changed configuration)");
        }
    }

    private static void install() {
        try {
            Object logging = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(),
                    new Class<?>[] {Signals.handlerType()},
                    (proxy, method, arguments) -> {
                        onSignal();
                        return null;
                    });
            Signals.onHangup(logging);
        } catch (ReflectiveOperationException e) {
            // Windows has no such signal; with -Xrs the JVM leaves it to the operating system.
            LOG.debug("SIGHUP: cannot be handled here", e);
        }
    }
}
