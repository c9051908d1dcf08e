/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Prepares the JVM for checks before HAProxy's port opens: {@link io.hcbridge.bridge.warmup.WarmUp}.
 *
 * <p>Depends on the packages that a check passes through; nothing but the wiring depends on it.
 */
@NullMarked
package io.hcbridge.bridge.warmup;

import org.jspecify.annotations.NullMarked;
