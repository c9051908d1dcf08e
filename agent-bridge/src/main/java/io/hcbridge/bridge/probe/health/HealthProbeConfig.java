/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.ipc.health.HealthClient;
import io.hcbridge.ipc.internal.client.SocketFile;
import io.hcbridge.ipc.internal.system.SystemTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The configuration of a probe that uses the health protocol on a local socket.
 *
 * @param directory directory of the service with its {@code .hc-socket}; may not exist yet
 * @param socketDirectory directory of the socket that {@code .hc-socket} names
 * @param user user, by name or number, whose socket is trusted in addition to that of root and of the owner of {@code .hc-socket}
 */
public record HealthProbeConfig(Path directory, Path socketDirectory, Optional<String> user) implements ProbeConfig {
    @Override
    public Probe open(ProbeEnvironment environment, String target, Duration timeout) {
        return SystemTransport.hasPipes()
                ? new BlockingProbe(environment, this, timeout)
                : new HealthProbe(environment, this, timeout);
    }

    SocketFile socketFile() {
        return SocketFile.of(directory, user.orElse(""), userKey("NAME"));
    }

    HealthClient client(Duration timeout) {
        return HealthClient.of(directory)
                .socketDirectory(socketDirectory)
                .user(user.orElse(""), userKey("NAME"))
                .timeout(timeout);
    }
}
