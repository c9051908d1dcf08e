/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.config.BridgeConfig.AgentConfig.UnknownTarget;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.target.Targets;

/**
 * The objects that all sessions of a server share.
 *
 * @param unknownTarget reply to a request line that names no target
 */
record SessionEnvironment(
        Targets targets, BridgeMetrics metrics, SessionTimes times, SessionLog log, UnknownTarget unknownTarget) {
    SessionEnvironment with(UnknownTarget newUnknownTarget) {
        return new SessionEnvironment(targets, metrics, times, log, newUnknownTarget);
    }
}
