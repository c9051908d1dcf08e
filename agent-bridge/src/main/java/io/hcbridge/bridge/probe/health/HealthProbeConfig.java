/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.ipc.internal.SystemTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A service that answers the health protocol on a local socket.
 *
 * @param directory the service's directory, in which it keeps its {@code .hc-socket}; need not exist yet
 * @param socketDirectory the directory of the socket of that name
 * @param user the user, by name or number, whose socket is believed besides root's and that of the owner of {@code .hc-socket}
 */
public record HealthProbeConfig(Path directory, Path socketDirectory, Optional<String> user) implements ProbeConfig {
    @Override
    public Probe open(ProbeEnvironment environment, Duration timeout) {
        if (SystemTransport.hasPipes()) {
            return new BlockingProbe(
                    environment.loop(), HealthProbeConfig::startDaemon, SystemTransport.get(), this, timeout);
        }
        return new HealthProbe(environment.loop(), environment.sockets(), environment.workers(), this, timeout);
    }

    private static void startDaemon(Runnable probe) {
        Thread thread = new Thread(probe, "probe");
        thread.setDaemon(true);
        thread.start();
    }
}
