/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;

/**
 * The threads of probes.
 *
 * @param context context of the event loop on which probes start and end
 * @param blocking threads for work that may block
 * @param processes threads that start processes and wait for them; their number limits the processes of the whole bridge
 */
public record ProbeEnvironment(ContextInternal context, BlockingWork blocking, BlockingWork processes) {
    /** Creates an environment with one event loop and no separate limit of processes. */
    public static ProbeEnvironment of(Vertx vertx, BlockingWork blocking) {
        return new ProbeEnvironment(((VertxInternal) vertx).createEventLoopContext(), blocking, blocking);
    }

    /** Returns this environment for a probe whose blocking calls all start processes. */
    public ProbeEnvironment forProcesses() {
        return new ProbeEnvironment(context, processes, processes);
    }

    public EventLoop loop() {
        return context.nettyEventLoop();
    }
}
