/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.function.Consumer;

/** The first handler of a connection. It closes the connection immediately if the peer is not trusted. */
final class ConnectionWatch extends ChannelInboundHandlerAdapter {
    private final PeerCheck check;
    private final Consumer<String> accepted;
    private final Consumer<String> refused;

    /**
     * @param accepted receives the description of the peer
     * @param refused receives the reason why the connection was closed
     */
    ConnectionWatch(PeerCheck check, Consumer<String> accepted, Consumer<String> refused) {
        this.check = check;
        this.accepted = accepted;
        this.refused = refused;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Channel channel = context.channel();
        try {
            accepted.accept(check.accept(channel));
        } catch (IOException e) {
            refused.accept(String.valueOf(e.getMessage()));
            channel.close();
            return;
        }
        context.fireChannelActive();
    }
}
