/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import java.time.Duration;

/**
 * What a client of the metrics port may use.
 *
 * @param connections at a time; more are closed at once
 * @param idle after which a connection is closed on which nothing was sent: it ends idle clients, slow requests and clients that do not read
 * @param connection after which a connection is closed in any case, as soon as the bytes on their way have been sent
 */
record MetricsLimits(int connections, Duration idle, Duration connection) {
    /** Prometheus needs one connection, and waits 10 s for a page by default. */
    static final MetricsLimits DEFAULT = new MetricsLimits(64, Duration.ofSeconds(5), Duration.ofSeconds(10));
}
