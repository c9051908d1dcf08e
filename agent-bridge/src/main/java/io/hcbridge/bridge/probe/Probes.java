/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.socket.Sockets;
import io.hcbridge.ipc.internal.SystemTransport;
import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;

/** Which probe asks a target. */
public final class Probes {
    private final EventLoop loop;
    private final Sockets sockets;
    private final Executor workers;

    /** @param workers for what may block for a moment */
    public Probes(EventLoop loop, Sockets sockets, Executor workers) {
        this.loop = loop;
        this.sockets = sockets;
        this.workers = workers;
    }

    /** A probe by the health protocol, as this system's sockets need it. */
    public Probe health(TargetConfig target) {
        if (SystemTransport.hasPipes()) {
            return new BlockingProbe(loop, Probes::startDaemon, SystemTransport.get(), target);
        }
        return new HealthProbe(loop, sockets, workers, target);
    }

    private static void startDaemon(Runnable probe) {
        Thread thread = new Thread(probe, "probe");
        thread.setDaemon(true);
        thread.start();
    }
}
