/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.agent;

/** The health of a server in a reply. */
public enum Health {
    UP("up"),
    DOWN("down"),
    /**
     * The service could not be queried. HAProxy ignores a bare {@code failed}; the word {@code fail} next to it takes the server
     * DOWN.
     */
    FAILED("failed fail"),
    STOPPED("stopped"),
    /** A bare {@code failed}. HAProxy shows it and keeps the server's state. Sent only if the configuration asks for it. */
    REPORT_ONLY("failed");

    private final String words;

    Health(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
