/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.socket;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Who takes new connections, on the event loop. */
public interface Acceptor {
    void accepted(Connection connection, InetSocketAddress client);

    /** None can be taken now, for want of descriptors, say; it is tried again in a moment. */
    void failed(IOException why);
}
