/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.agent;

import java.util.Locale;

/** The administrative state in a reply. Only {@code ready} ends HAProxy's {@code drain} and {@code maint} states. */
public enum Admin {
    /** Ends drain and maint, also if an operator has set them on HAProxy's own socket. Send it only to end a sent drain or maint. */
    READY,
    DRAIN,
    MAINT;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
