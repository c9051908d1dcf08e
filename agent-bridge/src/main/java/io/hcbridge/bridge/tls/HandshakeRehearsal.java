/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import io.hcbridge.ipc.internal.transport.Deadline;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import javax.net.ssl.SSLException;

/**
 * Runs handshakes in memory before the agent port opens. On a cold JVM the first handshake may take longer than a check has time. The
 * client presents the bridge's own certificate, which the server usually refuses in the last step.
 */
final class HandshakeRehearsal {
    private static final int MOST = 20;

    private final SslContext server;
    private final SslContext client;

    /** @param material the client's certificate */
    HandshakeRehearsal(SslContext server, TlsMaterial material) throws SSLException {
        this.server = server;
        this.client = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .keyManager(material.keys())
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm(null)
                .build();
    }

    /**
     * Runs handshakes until the deadline.
     *
     * @return number of handshakes that both sides have ended, with success or by a refusal
     */
    int run(Deadline deadline) {
        int ended = 0;
        while (ended < MOST && !deadline.isOver()) {
            if (!handshake()) {
                return ended;
            }
            ended++;
        }
        return ended;
    }

    private boolean handshake() {
        SslHandler serverTls = handler(server);
        SslHandler clientTls = handler(client);
        EmbeddedChannel ours = new EmbeddedChannel(serverTls, new RefusalHandler());
        EmbeddedChannel theirs = new EmbeddedChannel(clientTls, new RefusalHandler());
        while (pass(theirs, ours) || pass(ours, theirs)) {
            // Each flight is answered by another one until both sides are done.
        }
        boolean isDone = serverTls.handshakeFuture().isDone()
                && clientTls.handshakeFuture().isDone();
        theirs.finishAndReleaseAll();
        ours.finishAndReleaseAll();
        return isDone;
    }

    private static SslHandler handler(SslContext context) {
        SslHandler handler = context.newHandler(ByteBufAllocator.DEFAULT);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /** Passes the bytes that one side has sent to the other side. Returns whether there were any. */
    private static boolean pass(EmbeddedChannel from, EmbeddedChannel to) {
        boolean isMoving = false;
        for (Object sent = from.readOutbound(); sent != null; sent = from.readOutbound()) {
            isMoving = true;
            if (to.isOpen()) {
                to.writeInbound(sent);
            } else {
                ReferenceCountUtil.release(sent);
            }
        }
        return isMoving;
    }

    /** Ignores the expected refusal. */
    private static final class RefusalHandler extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // The TLS handler closes the channel.
        }
    }
}
