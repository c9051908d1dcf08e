/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.target.Targets;

/** The objects that all sessions of a server share. */
record SessionEnvironment(Targets targets, BridgeMetrics metrics, SessionTimes times, SessionLog log) {}
