/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.ipc.pipe.SystemTransport;
import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;

/** Which probe asks a target. */
public final class Probes {
    private Probes() {}

    /**
     * A probe by the health protocol, as this system's sockets need it.
     *
     * @param workers for what may block for a moment
     */
    public static Probe health(EventLoop loop, Executor workers, TargetConfig target) {
        if (SystemTransport.hasPipes()) {
            return new BlockingProbe(loop, Probes::startDaemon, SystemTransport.get(), target);
        }
        return new HealthProbe(loop, workers, target);
    }

    private static void startDaemon(Runnable probe) {
        Thread thread = new Thread(probe, "probe");
        thread.setDaemon(true);
        thread.start();
    }
}
