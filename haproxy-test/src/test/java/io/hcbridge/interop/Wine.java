/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

/** Windows programs on Linux. */
final class Wine {
    private Wine() {}

    /** Why it cannot be had here; empty if it can. */
    static String obstacle() {
        return "not driven yet";
    }
}
