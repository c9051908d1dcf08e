/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;

/**
 * What probes run on.
 *
 * @param context of the one event loop on which probes are started and end
 * @param blocking for what may block
 */
public record ProbeEnvironment(ContextInternal context, BlockingWork blocking) {
    /** A Vert.x with one event loop. */
    public static ProbeEnvironment of(Vertx vertx, BlockingWork blocking) {
        return new ProbeEnvironment(((VertxInternal) vertx).createEventLoopContext(), blocking);
    }

    public EventLoop loop() {
        return context.nettyEventLoop();
    }
}
