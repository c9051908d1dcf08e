/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The kind {@code push}: a target whose service reports its state by itself. {@link io.hcbridge.bridge.probe.push.PushConfig} states how long
 * a report is valid and who may send it.
 *
 * <p>Depends on the shared types of probes and on the declarations of keys.
 */
@NullMarked
package io.hcbridge.bridge.probe.push;

import org.jspecify.annotations.NullMarked;
