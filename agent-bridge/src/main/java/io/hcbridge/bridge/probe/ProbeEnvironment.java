/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.bridge.net.LoopVertx;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;

/**
 * The threads of probes, and what a probe can pass on to its service.
 *
 * @param network the event loop on which probes start and end
 * @param blocking threads for work that may block
 * @param processes threads that start processes and wait for them; their number limits the processes of the whole bridge
 * @param pollGap time between two polls of the target
 */
public record ProbeEnvironment(LoopVertx network, BlockingWork blocking, BlockingWork processes, PollGap pollGap) {
    /** Creates an environment for probes that run for each poll. */
    public ProbeEnvironment(LoopVertx network, BlockingWork blocking, BlockingWork processes) {
        this(network, blocking, processes, PollGap.UNSTATED);
    }

    /** Creates an environment with one event loop and no separate limit of processes. */
    public static ProbeEnvironment of(LoopVertx network, BlockingWork blocking) {
        return new ProbeEnvironment(network, blocking, blocking);
    }

    /** Returns this environment for a probe whose blocking calls all start processes. */
    public ProbeEnvironment forProcesses() {
        return new ProbeEnvironment(network, processes, processes, pollGap);
    }

    /** Returns this environment for a probe that does not run for each poll. */
    public ProbeEnvironment withPollGap(PollGap gap) {
        return new ProbeEnvironment(network, blocking, processes, gap);
    }

    public EventLoop loop() {
        return network.loop();
    }

    public Vertx vertx() {
        return network.vertx();
    }
}
