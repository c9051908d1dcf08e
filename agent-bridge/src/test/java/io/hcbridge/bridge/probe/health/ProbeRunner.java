/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.probe.BlockingWork;
import io.hcbridge.bridge.probe.PollGap;
import io.hcbridge.bridge.probe.ProbeLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** An event loop with health probes on it. */
final class ProbeRunner extends ProbeLoop {
    ProbeRunner(IoKind kind, BlockingWork blocking) {
        super(kind, blocking);
    }

    /** Probes the service in {@code directory}, where its sockets are, too. */
    HealthProbe probe(Path directory, Duration timeout) {
        return new HealthProbe(environment(), config(directory, directory, ""), timeout);
    }

    /** Probes the service in {@code directory} and states how often the target is polled. */
    HealthProbe probe(Path directory, Duration timeout, PollGap pollGap) {
        return new HealthProbe(environment().withPollGap(pollGap), config(directory, directory, ""), timeout);
    }

    static HealthProbeConfig config(Path directory, Path sockets, String user) {
        return new HealthProbeConfig(directory, sockets, user.isEmpty() ? Optional.empty() : Optional.of(user));
    }
}
