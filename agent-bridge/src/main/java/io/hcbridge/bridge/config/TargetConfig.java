/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.probe.ProbeConfig;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * One service that HAProxy may ask about.
 *
 * @param probe how it is probed
 * @param timeout for one probe; shorter than the reply deadline
 * @param maxConnections what HAProxy has configured for the server as {@code maxconn}; without it a service's own limit is not
 *     passed on
 */
public record TargetConfig(
        String name, ProbeConfig probe, Duration timeout, OnFailed onFailed, OptionalInt maxConnections) {
    /** What HAProxy is to make of a service whose state cannot be found out. */
    public enum OnFailed {
        /** Take it down. */
        FAIL,
        /** Show it and keep the last state. */
        REPORT
    }
}
