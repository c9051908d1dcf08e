/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What every kind of probe has: a {@link io.hcbridge.bridge.probe.Prober} shares one {@link io.hcbridge.bridge.probe.Probe} among all
 * checks of a target at a time. Each kind has a package of its own below this one, with its {@link
 * io.hcbridge.bridge.probe.ProbeConfig} and {@link io.hcbridge.bridge.probe.ProbeKeys}.
 *
 * <p>Everything here belongs to one event loop. Depends on {@code config.key}, on the protocol and on the metrics and net packages.
 */
@NullMarked
package io.hcbridge.bridge.probe;

import org.jspecify.annotations.NullMarked;
