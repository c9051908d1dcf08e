/**
 * What is counted and where it is shown: {@link io.hcbridge.bridge.metrics.BridgeMetrics}, {@link
 * io.hcbridge.bridge.metrics.TargetMeters}, {@link io.hcbridge.bridge.metrics.MetricsServer}.
 *
 * <p>Labels come from configured names, never from a request. Meters may be touched and read by any thread.
 */
@NullMarked
package io.hcbridge.bridge.metrics;

import org.jspecify.annotations.NullMarked;
