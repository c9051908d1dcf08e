/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The parts that all kinds of probes share. {@link io.hcbridge.bridge.probe.Prober} runs one {@link io.hcbridge.bridge.probe.Probe} at a
 * time, whose result all waiting checks share. {@link io.hcbridge.bridge.probe.BlockingCalls} runs the blocking calls of a target. Each
 * kind of probe has its own package with its {@link io.hcbridge.bridge.probe.ProbeKeys}.
 *
 * <p>Everything but {@link io.hcbridge.bridge.probe.BlockingWork} belongs to one event loop. Depends on {@code config.key}, {@code
 * tls}, the agent protocol and the metrics package.
 */
@NullMarked
package io.hcbridge.bridge.probe;

import org.jspecify.annotations.NullMarked;
