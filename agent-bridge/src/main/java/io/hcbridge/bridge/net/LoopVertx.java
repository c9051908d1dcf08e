/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import io.netty.channel.IoHandlerFactory;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/** Makes a Vert.x with one event loop for everything, in epoll where that is available and in the JDK's selector elsewhere. */
public final class LoopVertx {
    /** Set to {@code false}, epoll is told at once of each change of a channel's interest, as Netty does it. */
    public static final String DEFERRED_INTEREST = "hcbridge.deferred-interest";

    private LoopVertx() {}

    /**
     * Starts the loop.
     *
     * @param onListenerClosed called on the event loop when a listening socket has closed, on purpose or by an error
     */
    public static Vertx start(VertxOptions options, Runnable onListenerClosed) {
        Transport epoll = Transport.EPOLL;
        if (epoll == null || !epoll.available()) {
            return start(options, Transport.NIO, false, onListenerClosed);
        }
        boolean isDeferred = Boolean.parseBoolean(System.getProperty(DEFERRED_INTEREST, "true"));
        return start(options, epoll, isDeferred, onListenerClosed);
    }

    /** @param isDeferred whether changes of interest are collected; for epoll only */
    static Vertx start(VertxOptions options, Transport system, boolean isDeferred, Runnable onListenerClosed) {
        IoHandlerFactory handlers = system.implementation().ioHandlerFactory();
        if (isDeferred) {
            handlers = DeferredInterest.over(handlers);
        }
        BridgeTransport tuned = new BridgeTransport(system.implementation(), handlers, onListenerClosed);
        return Vertx.builder()
                .with(options.setEventLoopPoolSize(1))
                .withTransport(new Tuned(system, tuned))
                .build();
    }

    /** @param system Vert.x's own transport */
    private record Tuned(Transport system, BridgeTransport implementation) implements Transport {
        @Override
        public String name() {
            return system.name();
        }

        @Override
        public boolean available() {
            return system.available();
        }

        @Override
        public @Nullable Throwable unavailabilityCause() {
            return system.unavailabilityCause();
        }
    }
}
