/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.agent;

/** The health axis of a reply: what HAProxy is to think of the server. */
public enum Health {
    UP("up"),
    DOWN("down"),
    /**
     * The state could not be found out. HAProxy ignores a bare {@code failed}; its own word {@code fail}, which takes the
     * server down, stands beside it.
     */
    FAILED("failed fail"),
    STOPPED("stopped"),
    /** A {@code failed} that HAProxy shows and does not act upon; only for operators who asked for it. */
    REPORT_ONLY("failed");

    private final String words;

    Health(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
