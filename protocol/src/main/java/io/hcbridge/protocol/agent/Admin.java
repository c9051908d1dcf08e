/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.agent;

import java.util.Locale;

/** The administrative axis of a reply. HAProxy leaves {@code drain} and {@code maint} only on {@code ready}. */
public enum Admin {
    /** Also clears what an administrator set on HAProxy's own socket: never to be sent without cause. */
    READY,
    DRAIN,
    MAINT;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
