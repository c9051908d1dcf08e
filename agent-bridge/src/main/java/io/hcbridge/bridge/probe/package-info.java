/**
 * How a verdict is found: a {@link io.hcbridge.bridge.probe.Prober} shares one {@link io.hcbridge.bridge.probe.Probe} among all
 * who ask at a time; {@link io.hcbridge.bridge.probe.HealthProbe} asks a local health socket.
 *
 * <p>Everything here belongs to one event loop. Depends on the health protocol and the socket and metrics
 * packages.
 */
@NullMarked
package io.hcbridge.bridge.probe;

import org.jspecify.annotations.NullMarked;
