/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import io.netty.channel.Channel;
import java.io.IOException;

/** Decides on a connection before a byte is sent on it. */
interface PeerCheck {
    /**
     * Looks at the other end.
     *
     * @return who is there, for a person
     * @throws IOException if it is not believed
     */
    String accept(Channel connected) throws IOException;
}
