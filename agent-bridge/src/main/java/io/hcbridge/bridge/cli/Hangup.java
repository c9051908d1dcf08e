/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.log.LogSetup;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles SIGHUP, whose default action would end the daemon. A log file is reopened. Without a log file, SIGHUP is logged and ignored,
 * because the daemon cannot reload its configuration while it runs.
 */
final class Hangup {
    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

    private Hangup() {}

    /**
     * Installs the handler on another thread, because loading its proxy class takes 20 ms.
     *
     * @return the thread, which ends when the handler is installed
     */
    static Thread handle() {
        Thread installer = new Thread(Hangup::install, "sighup");
        installer.start();
        return installer;
    }

    private static void onSignal() {
        if (LogSetup.reopenFile()) {
            LOG.info("SIGHUP: log file reopened");
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
            // Windows has no SIGHUP. With -Xrs the JVM does not handle it.
            LOG.debug("SIGHUP: cannot install a handler", e);
        }
    }
}
