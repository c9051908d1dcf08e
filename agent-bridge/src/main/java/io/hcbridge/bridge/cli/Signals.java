/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

/**
 * Handlers of SIGHUP. The JDK has no public way to handle a signal. {@code sun.misc.Signal} of the module {@code jdk.unsupported} is
 * exported to all. It is called by reflection because the compiler's warning about it cannot be switched off.
 */
final class Signals {
    private Signals() {}

    /** Ignores the signal from now on. Loads nothing but the JDK's own classes, so that it can be the first thing that the daemon does. */
    static void ignoreHangup() {
        try {
            onHangup(handlerType().getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException e) {
            // Windows has no such signal; with -Xrs the JVM leaves it to the operating system.
        }
    }

    /** The type of {@link #onHangup}'s handler. */
    static Class<?> handlerType() throws ReflectiveOperationException {
        return Class.forName("sun.misc.SignalHandler");
    }

    static void onHangup(Object handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Object hangup = signal.getConstructor(String.class).newInstance("HUP");
        signal.getMethod("handle", signal, handlerType()).invoke(null, hangup, handler);
    }
}
