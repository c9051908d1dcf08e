/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.lock;

/** Checks for the library JNA. It is an optional dependency, because health servers do not need it. */
final class Jna {
    private Jna() {}

    /**
     * Checks that JNA is on the class path.
     *
     * @throws IllegalStateException if it is not; the message names the library
     */
    static void require() {
        try {
            Class.forName("com.sun.jna.Library", false, Jna.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "groups need the library net.java.dev.jna:jna-platform; add it to the class path", e);
        }
    }
}
