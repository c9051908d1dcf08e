/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.ipc.internal.client.SocketFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The configuration of the probe of a discovered service. It was discovered by its {@code .hc-socket}. Without the file it is stopped, and
 * not failed, because only a service that ends on purpose removes its file.
 */
public record DiscoveredProbeConfig(HealthProbeConfig service) implements ProbeConfig {
    /** Returns the configuration for the service in another directory. */
    public DiscoveredProbeConfig in(Path directory) {
        return new DiscoveredProbeConfig(new HealthProbeConfig(directory, service.socketDirectory(), service.user()));
    }

    /** Returns the rules for the service's {@code .hc-socket}. */
    public SocketFile socketFile() {
        return service.socketFile();
    }

    @Override
    public Optional<String> user() {
        return service.user();
    }

    @Override
    public Probe open(ProbeEnvironment environment, String target, Duration timeout) {
        return new DiscoveredProbe(service.open(environment, target, timeout));
    }
}
