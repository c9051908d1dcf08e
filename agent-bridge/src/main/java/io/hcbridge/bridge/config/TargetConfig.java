/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.DurationRange;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.protocol.agent.AgentRequest;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * One service that HAProxy may query.
 *
 * @param name as HAProxy sends it, a pattern of {@link AgentRequest#TARGET_NAME}
 * @param probe how it is probed
 * @param timeout for one probe, within {@link #TIMEOUT}; shorter than the reply deadline
 * @param maxConnections HAProxy's own {@code maxconn} for the server, at least 1; without it a service's limit is not passed on
 */
public record TargetConfig(
        String name, ProbeConfig probe, Duration timeout, OnFailed onFailed, OptionalInt maxConnections) {
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
        TIMEOUT.check(timeout);
        if (maxConnections.orElse(1) < 1) {
            throw new IllegalArgumentException("maxconn: " + maxConnections.getAsInt() + " must be at least 1");
        }
    }

    static String checkName(String text) {
        if (!AgentRequest.TARGET_NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' must match " + AgentRequest.TARGET_NAME);
        }
        return text;
    }
}
