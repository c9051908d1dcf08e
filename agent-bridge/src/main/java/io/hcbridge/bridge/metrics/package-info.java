/**
 * The meters, and the port that serves them. The entry points are {@link io.hcbridge.bridge.metrics.BridgeMetrics}, {@link
 * io.hcbridge.bridge.metrics.TargetMeters} and {@link io.hcbridge.bridge.metrics.MetricsServer}.
 *
 * <p>Label values come from the configuration and from enums, never from a request. The number of series is therefore bounded. Meters are
 * thread-safe. Depends on the types of the agent protocol and on the log package.
 */
@NullMarked
package io.hcbridge.bridge.metrics;

import org.jspecify.annotations.NullMarked;
