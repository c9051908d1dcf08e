/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import java.nio.ByteBuffer;

/**
 * The protocol on one connection, on the server's side. Called on the listener's thread, which all connections share, so it must not
 * block. An exception closes this connection and no other.
 */
public interface Session {
    /** Bytes from the peer. They must be consumed before returning, except after {@link Connection#pause}. */
    void received(ByteBuffer bytes);

    /** The reply of {@link Connection#send} is written, and the next request is read. */
    default void sent() {}

    /** The peer has ended its side; it may still wait for a reply. */
    void ended();

    /** The time of {@link Connection#setTimeout} has passed. */
    void onTimeout();
}
