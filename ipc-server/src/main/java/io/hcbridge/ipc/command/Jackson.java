/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

/** The JSON library, which is an optional dependency because health servers do not need it. */
final class Jackson {
    private Jackson() {}

    /** Throws an {@link IllegalStateException} that names the library if it is missing, before the first message would. */
    static void require() {
        try {
            Class.forName("com.fasterxml.jackson.core.JsonFactory", false, Jackson.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "commands need the library com.fasterxml.jackson.core:jackson-core; add it to the class path", e);
        }
    }
}
