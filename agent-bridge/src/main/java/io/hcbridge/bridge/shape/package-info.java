/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Pure transitions between the result of a probe and the reply. No class here reads a clock, and all times are arguments.
 *
 * <p>{@link io.hcbridge.bridge.shape.Stability} is the damping of a target's results, with its {@link
 * io.hcbridge.bridge.shape.StabilityRules}. {@link io.hcbridge.bridge.shape.Ramp} is the weight of a server that returns to service. {@link
 * io.hcbridge.bridge.shape.GroupVerdict} is the verdict of a group of targets.
 *
 * <p>Depends on the verdict and on the ranges of configuration keys.
 */
@NullMarked
package io.hcbridge.bridge.shape;

import org.jspecify.annotations.NullMarked;
