/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What all kinds of probes share: {@link io.hcbridge.bridge.probe.Prober} shares one {@link io.hcbridge.bridge.probe.Probe} among all who
 * ask at a time; {@link io.hcbridge.bridge.probe.BlockingCalls} makes a target's blocking calls. Each kind has a package of its own
 * with its {@link io.hcbridge.bridge.probe.ProbeKeys}.
 *
 * <p>Everything but {@link io.hcbridge.bridge.probe.BlockingWork} belongs to one event loop. Depends on {@code config.key}, {@code
 * tls}, the agent protocol and the metrics package.
 */
@NullMarked
package io.hcbridge.bridge.probe;

import org.jspecify.annotations.NullMarked;
