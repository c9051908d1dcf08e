/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import java.net.SocketAddress;

/** Events of listening sockets. Called on the event loop. */
public interface ListenerEvents {
    /**
     * Called when a connection could not be accepted, usually because the process has no free file descriptor. The next attempt is made
     * after a pause.
     */
    void acceptFailed(SocketAddress listener, Throwable cause);

    /** Called when a socket has stopped listening, on purpose or because of an error. */
    void closed(SocketAddress listener);
}
