/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.ProbeSchedule.OnDemand;
import io.hcbridge.bridge.config.key.DurationRange;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.shape.Ramp;
import io.hcbridge.bridge.shape.StabilityRules;
import io.hcbridge.protocol.agent.AgentRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The configuration of one target, a service that HAProxy can check.
 *
 * @param name the name in HAProxy's request line; matches {@link AgentRequest#TARGET_NAME}
 * @param aliases further names in HAProxy's request line; each matches {@link #ALIAS}
 * @param probe configuration of the probe, or of a group
 * @param timeout time limit of one probe, within {@link #TIMEOUT}; shorter than the reply deadline if the target is
 *     probed on demand
 * @param onFailed effect on the server's state while the service cannot be queried
 * @param maxConnections {@code maxconn} of the server in HAProxy's configuration, at least 1. If it is empty, the limit that the service
 *     reports is not sent to HAProxy
 * @param schedule when the target is probed
 * @param stability damping of the results; none if the target is probed on demand, because "consecutive" would then depend on the number
 *     of HAProxies
 * @param ramp the rising weight after the target returns to service; empty for the full weight at once
 */
public record TargetConfig(
        String name,
        List<String> aliases,
        ProbeConfig probe,
        Duration timeout,
        OnFailed onFailed,
        OptionalInt maxConnections,
        ProbeSchedule schedule,
        StabilityRules stability,
        Optional<Ramp> ramp) {
    static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,127}");
    static final DurationRange TIMEOUT = new DurationRange(Duration.ofMillis(1), Duration.ofHours(1));

    /** The server's state in HAProxy while its service cannot be queried. */
    public enum OnFailed {
        /** HAProxy takes the server down. */
        FAIL,
        /** HAProxy reports the failure and keeps the server's last state. */
        REPORT
    }

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a value breaks a rule above
     */
    public TargetConfig {
        checkName(name);
        aliases = List.copyOf(aliases);
        aliases.forEach(TargetConfig::checkAlias);
        TIMEOUT.check(timeout);
        if (maxConnections.orElse(1) < 1) {
            throw new IllegalArgumentException("maxconn: " + maxConnections.getAsInt() + " must be at least 1");
        }
        if (schedule instanceof OnDemand && !stability.equals(StabilityRules.NONE)) {
            throw new IllegalArgumentException("rise, fall and flap need an interval");
        }
    }

    /** Creates a target that is probed on demand, without aliases, damping and ramp. */
    public TargetConfig(
            String name, ProbeConfig probe, Duration timeout, OnFailed onFailed, OptionalInt maxConnections) {
        this(
                name,
                List.of(),
                probe,
                timeout,
                onFailed,
                maxConnections,
                ProbeSchedule.ON_DEMAND,
                StabilityRules.NONE,
                Optional.empty());
    }

    /** Returns whether the time limit of a probe is compatible with the time for a reply. */
    boolean isInTime(Duration replyDeadline) {
        return !(schedule instanceof OnDemand) || timeout.compareTo(replyDeadline) < 0;
    }

    /** Returns the configuration of another target, with the same values apart from these. */
    TargetConfig with(String newName, ProbeConfig newProbe) {
        return new TargetConfig(
                newName, List.of(), newProbe, timeout, onFailed, maxConnections, schedule, stability, ramp);
    }

    static String checkAlias(String text) {
        if (!ALIAS.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' must match " + ALIAS);
        }
        return text;
    }

    static String checkName(String text) {
        if (!AgentRequest.TARGET_NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' must match " + AgentRequest.TARGET_NAME);
        }
        return text;
    }
}
