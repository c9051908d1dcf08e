/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoopGroup;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.transport.Transport;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x's epoll with a single event loop, which accepts, too: Vert.x would accept on a thread of its own and wake the loop for
 * each new connection.
 */
final class OneLoop extends EpollTransport {
    private @Nullable EventLoopGroup group;

    /** Vert.x on one event loop; on the JDK's selector where there is no epoll. */
    static Vertx vertx(VertxOptions options) {
        options.setEventLoopPoolSize(1);
        Transport epoll = Transport.EPOLL;
        if (epoll == null || !epoll.available()) {
            return Vertx.vertx(options);
        }
        return VertxBootstrap.create()
                .options(options)
                .transport(new OneLoop())
                .init()
                .vertx();
    }

    /** Vert.x would switch keep-alive off on every accepted connection, which it is. */
    @Override
    public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
        if (config.isSoKeepAlive()) {
            super.configure(config, domainSocket, bootstrap);
        }
    }

    @Override
    public synchronized EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
        if (group == null) {
            group = super.eventLoopGroup(type, 1, factory, ioRatio);
        }
        return group;
    }
}
