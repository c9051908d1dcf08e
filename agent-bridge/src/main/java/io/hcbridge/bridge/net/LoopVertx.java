/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/** Makes a Vert.x with one event loop for everything, in epoll where that is available and in the JDK's selector elsewhere. */
public final class LoopVertx {
    private LoopVertx() {}

    /**
     * Starts the loop.
     *
     * @param onListenerClosed called on the event loop when a listening socket has closed, on purpose or by an error
     */
    public static Vertx start(VertxOptions options, Runnable onListenerClosed) {
        Transport epoll = Transport.EPOLL;
        return start(options, epoll != null && epoll.available() ? epoll : Transport.NIO, onListenerClosed);
    }

    static Vertx start(VertxOptions options, Transport system, Runnable onListenerClosed) {
        return Vertx.builder()
                .with(options.setEventLoopPoolSize(1))
                .withTransport(new Tuned(system, new BridgeTransport(system.implementation(), onListenerClosed)))
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
