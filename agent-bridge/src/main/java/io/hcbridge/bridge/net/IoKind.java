/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import io.netty.channel.IoHandlerFactory;
import io.vertx.core.transport.Transport;

/** The mechanism by which the event loop waits for I/O. */
public enum IoKind {
    /** Linux's epoll; changes of interest are submitted only before the loop waits. */
    EPOLL_DEFERRED,
    /** Linux's epoll, as Netty uses it. */
    EPOLL,
    /** The JDK's selector, which works on every system. */
    NIO;

    /** The system property that selects a kind. Without it, the best kind of the system is used. */
    public static final String PROPERTY = "hcbridge.io";

    /**
     * Returns the kind that {@link #PROPERTY} names, or the best kind of this system.
     *
     * @throws IllegalArgumentException if the value of the property is not a kind
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
