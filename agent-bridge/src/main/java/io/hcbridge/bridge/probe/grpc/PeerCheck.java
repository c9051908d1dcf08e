/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import io.netty.channel.Channel;
import java.io.IOException;

/** Checks the peer of a connection before any byte is sent. */
interface PeerCheck {
    /**
     * Checks the peer.
     *
     * @return description of the peer for operators
     * @throws IOException if the peer is not trusted
     */
    String accept(Channel connected) throws IOException;
}
