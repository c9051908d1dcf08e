/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import java.time.Duration;

/**
 * Limits for clients of the metrics port.
 *
 * @param connections maximum number of open connections; further ones are closed at once
 * @param idle time without a sent byte after which a connection is closed; applies to idle clients, slow requests and clients that do not
 *     read
 * @param connection time after which a connection is closed in any case, when the bytes in flight are sent
 */
record MetricsLimits(int connections, Duration idle, Duration connection) {
    /** The default limits. Prometheus needs one connection, and waits 10 s for a page by default. */
    static final MetricsLimits DEFAULT = new MetricsLimits(64, Duration.ofSeconds(5), Duration.ofSeconds(10));
}
