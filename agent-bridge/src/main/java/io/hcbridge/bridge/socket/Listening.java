/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.socket;

/** A port that is listened on. Belongs to its event loop. */
public interface Listening {
    /** The port, the free one that port 0 took included. */
    int port();

    /** Accepts no more; what was accepted lives on. Idempotent. */
    void close();
}
