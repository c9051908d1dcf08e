/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import java.net.SocketAddress;

/** What happens to listening sockets. Called on the event loop. */
public interface ListenerEvents {
    /** A connection could not be accepted, usually because no descriptor is free. The next attempt is made after a pause. */
    void acceptFailed(SocketAddress listener, Throwable cause);

    /** A socket listens no more, on purpose or because of an error. */
    void closed(SocketAddress listener);
}
