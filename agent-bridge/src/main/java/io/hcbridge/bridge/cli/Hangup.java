/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.log.LogSetup;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles SIGHUP, which would otherwise end the daemon: a log file is opened anew, or the configuration is reloaded. A signal during the
 * start takes effect after it. A daemon that can do neither logs the signal.
 *
 * <p>The JDK has no public way to handle a signal. {@code sun.misc.Signal} of the module {@code jdk.unsupported} is exported to all. It
 * is called by reflection because the compiler's warning about it cannot be switched off. The JVM does not replace {@code SIG_IGN}, so
 * the signal cannot be ignored first and handled later.
 */
final class Hangup {
    private static volatile @Nullable Thread installer;
    private static @Nullable Runnable reload;
    private static boolean isWaiting;

    private Hangup() {}

    /** Begins to install the handler on another thread, because its proxy class takes 20 ms. To be called first in the process. */
    static void handle() {
        Thread thread = new Thread(Hangup::install, "sighup");
        installer = thread;
        thread.start();
    }

    /** Waits until the signal is handled. */
    static void awaitHandled() throws InterruptedException {
        Thread thread = installer;
        if (thread != null) {
            thread.join();
        }
    }

    /** Sets the action of the signal for a daemon without a log file. Runs it now if the signal has arrived already. */
    static synchronized void setReload(Runnable action) {
        reload = action;
        if (isWaiting) {
            action.run();
        }
    }

    private static synchronized void onSignal() {
        // Not a static field: the log is set up at the same time on another thread.
        Logger log = LoggerFactory.getLogger(Hangup.class);
        if (LogSetup.reopenFile()) {
            log.info("SIGHUP: log file reopened");
        } else if (reload != null) {
            log.info("SIGHUP: reloading the configuration");
            reload.run();
        } else {
            isWaiting = true;
            log.warn("SIGHUP: no log file to reopen, and no running bridge whose configuration can be reloaded yet");
        }
    }

    private static void install() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            Object onSignal = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        onSignal();
                        return null;
                    });
            signal.getMethod("handle", signal, handler).invoke(null, hangup, onSignal);
        } catch (ReflectiveOperationException e) {
            // Windows has no such signal. With -Xrs the JVM leaves it to the operating system.
        }
    }
}
