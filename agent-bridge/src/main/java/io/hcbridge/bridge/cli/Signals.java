/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

/**
 * Installs handlers of SIGHUP. The JDK has no supported API for signals. {@code sun.misc.Signal} in the module {@code jdk.unsupported} is
 * exported to all modules. It is called by reflection because the compiler's warning about it cannot be suppressed.
 */
final class Signals {
    private Signals() {}

    /** Ignores SIGHUP from now on. Loads only classes of the JDK, because the daemon calls this first. */
    static void ignoreHangup() {
        try {
            onHangup(handlerType().getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException e) {
            // Windows has no SIGHUP. With -Xrs the JVM does not handle it.
        }
    }

    /** Returns the type of the handler for {@link #onHangup}. */
    static Class<?> handlerType() throws ReflectiveOperationException {
        return Class.forName("sun.misc.SignalHandler");
    }

    static void onHangup(Object handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Object hangup = signal.getConstructor(String.class).newInstance("HUP");
        signal.getMethod("handle", signal, handlerType()).invoke(null, hangup, handler);
    }
}
