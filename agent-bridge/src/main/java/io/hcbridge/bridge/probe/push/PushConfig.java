/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.push;

import io.hcbridge.bridge.config.key.DurationRange;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.protocol.push.PushAck;
import java.time.Duration;
import java.util.Optional;

/**
 * The configuration of a target whose service pushes reports. It is not probed.
 *
 * @param ttl time after which a target without a further report is failed, within {@link #TTL}
 * @param reporter the user, by name or number, whose processes may report; root may, too
 */
public record PushConfig(Duration ttl, String reporter) implements ProbeConfig {
    static final DurationRange TTL = new DurationRange(Duration.ofSeconds(1), Duration.ofMillis(PushAck.MAX_MILLIS));

    public PushConfig {
        TTL.check(ttl);
    }

    @Override
    public Optional<String> user() {
        return Optional.of(reporter);
    }

    @Override
    public String userKey(String target) {
        return "targets." + target + ".push.user";
    }

    @Override
    public Probe open(ProbeEnvironment environment, String target, Duration timeout) {
        throw new IllegalStateException("target " + target + " is not probed, because its service pushes reports");
    }
}
