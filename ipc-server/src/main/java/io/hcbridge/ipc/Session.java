/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import java.nio.ByteBuffer;

/**
 * What is said on one connection, from the server's side. Called on the listener's one thread, which all connections share, so
 * nothing here may block. Whatever is thrown costs this connection and no other.
 */
public interface Session {
    /** Bytes from the peer, to be consumed before returning, but for what {@link Connection#pause} keeps. */
    void received(ByteBuffer bytes);

    /** The reply of {@link Connection#send} is with the peer's system, and the next request is waited for. */
    default void sent() {}

    /** The peer will send nothing more; it may still be waiting for a reply. */
    void ended();

    /** The time of {@link Connection#setTimeout} has passed. */
    void onTimeout();
}
