/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

/** Checks for the JSON library Jackson. It is an optional dependency, because health servers do not need it. */
final class Jackson {
    private Jackson() {}

    /**
     * Checks that Jackson is on the class path.
     *
     * @throws IllegalStateException if it is not; the message names the library
     */
    static void require() {
        try {
            Class.forName("com.fasterxml.jackson.core.JsonFactory", false, Jackson.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "commands need the library com.fasterxml.jackson.core:jackson-core; add it to the class path", e);
        }
    }
}
