/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.transport;

import java.nio.ByteBuffer;

/**
 * The protocol on the server side of one connection. Its methods run on the listener's thread and must not block, because all
 * connections share this thread. An exception closes only this connection.
 */
public interface Session {
    /** Called with bytes from the peer. The session must consume all of them, unless it has called {@link Connection#pause}. */
    void received(ByteBuffer bytes);

    /** Called when the reply of {@link Connection#send} is written. The connection then reads the next request. */
    default void sent() {}

    /** Called when the peer has closed its side for writing. The peer may still wait for a reply. */
    void ended();

    /** Called when the time of {@link Connection#setTimeout} has passed. */
    void onTimeout();
}
