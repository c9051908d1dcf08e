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
 * @param processes for what starts a process and waits for it, as many at a time as may run in the whole bridge
 */
public record ProbeEnvironment(ContextInternal context, BlockingWork blocking, BlockingWork processes) {
    /** A Vert.x with one event loop; processes are not limited by themselves. */
    public static ProbeEnvironment of(Vertx vertx, BlockingWork blocking) {
        return new ProbeEnvironment(((VertxInternal) vertx).createEventLoopContext(), blocking, blocking);
    }

    /** The same for a probe all of whose blocking calls start a process. */
    public ProbeEnvironment forProcesses() {
        return new ProbeEnvironment(context, processes, processes);
    }

    public EventLoop loop() {
        return context.nettyEventLoop();
    }
}
