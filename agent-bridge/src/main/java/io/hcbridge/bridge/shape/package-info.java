/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The damping of a target's results. {@link io.hcbridge.bridge.shape.Stability} is the state of one target, and {@link
 * io.hcbridge.bridge.shape.StabilityRules} are its rules.
 *
 * <p>Immutable values without clock, I/O or logger. Depends on the verdict of the probe package.
 */
@NullMarked
package io.hcbridge.bridge.shape;

import org.jspecify.annotations.NullMarked;
