/**
 * The meters and the port that shows them. Entry points: {@link io.hcbridge.bridge.metrics.BridgeMetrics}, {@link
 * io.hcbridge.bridge.metrics.TargetMeters}, {@link io.hcbridge.bridge.metrics.MetricsServer}.
 *
 * <p>Label values come from the configuration and from enums, never from a request, so that the number of series is bounded. Any thread may
 * record and read meters. Depends on the agent protocol's vocabulary and the log package.
 */
@NullMarked
package io.hcbridge.bridge.metrics;

import org.jspecify.annotations.NullMarked;
