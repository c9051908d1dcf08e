/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import io.netty.channel.IoHandlerFactory;
import io.vertx.core.transport.Transport;

/** The way in which the event loop waits for its channels. */
public enum IoKind {
    /** Linux's epoll, which is told of changes of interest only before the loop waits. */
    EPOLL_DEFERRED,
    /** Linux's epoll, as Netty uses it. */
    EPOLL,
    /** The JDK's selector, on every system. */
    NIO;

    /** The system property that names the kind to use instead of the best one. */
    public static final String PROPERTY = "hcbridge.io";

    /**
     * The best kind of this system, or the one that {@link #PROPERTY} names.
     *
     * @throws IllegalArgumentException if the property names no kind
     */
    public static IoKind ofSystem() {
        String chosen = System.getProperty(PROPERTY);
        if (chosen != null) {
            return valueOf(chosen);
        }
        return Transport.EPOLL != null && Transport.EPOLL.available() ? EPOLL_DEFERRED : NIO;
    }

    Transport transport() {
        return switch (this) {
            case EPOLL_DEFERRED, EPOLL -> Transport.EPOLL;
            case NIO -> Transport.NIO;
        };
    }

    IoHandlerFactory handlers() {
        IoHandlerFactory handlers = transport().implementation().ioHandlerFactory();
        return this == EPOLL_DEFERRED ? DeferredInterest.over(handlers) : handlers;
    }
}
