/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

/** What a member does in its group. */
public enum GroupMode {
    /** Sends requests. */
    CLIENT(false, true),
    /** Handles requests while it is the master, and waits to become it otherwise. */
    MASTER(true, false),
    /** Does both. While it is the master, it sends requests to itself. */
    DUAL(true, true);

    private final boolean isCandidate;
    private final boolean isClient;

    GroupMode(boolean isCandidate, boolean isClient) {
        this.isCandidate = isCandidate;
        this.isClient = isClient;
    }

    boolean isCandidate() {
        return isCandidate;
    }

    boolean isClient() {
        return isClient;
    }
}
