/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The probe with the health protocol. {@link io.hcbridge.bridge.probe.health.HealthProbeConfig} is the entry point. {@link
 * io.hcbridge.bridge.probe.health.HealthProbeKeys} declares the keys.
 *
 * <p>Everything in this package belongs to one event loop. Depends on {@code io.hcbridge.bridge.probe}, on {@code config.key} and on the
 * health protocol.
 */
@NullMarked
package io.hcbridge.bridge.probe.health;

import org.jspecify.annotations.NullMarked;
