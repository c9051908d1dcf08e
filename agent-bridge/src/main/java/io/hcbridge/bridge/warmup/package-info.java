/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Warms up the JVM before the agent port opens. {@link io.hcbridge.bridge.warmup.WarmUp} rehearses the check itself. {@link
 * io.hcbridge.bridge.warmup.ProbeRehearsal} rehearses the kinds of probes that targets use.
 *
 * <p>Depends on the packages that handle a check. Only {@link io.hcbridge.bridge.Bridge} depends on this package.
 */
@NullMarked
package io.hcbridge.bridge.warmup;

import org.jspecify.annotations.NullMarked;
