/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import java.nio.ByteBuffer;

/**
 * What is said on one connection, from the server's side. Called on the listener's one thread, which all connections share, so
 * nothing here may block. Whatever is thrown costs this connection and no other.
 */
public interface Session {
    /** Bytes from the peer, to be consumed before returning. */
    void received(ByteBuffer bytes);

    /** The peer will send nothing more; it may still be waiting for a reply. */
    void ended();

    /** The time of {@link Connection#wakeAfter} has passed. */
    void woken();
}
