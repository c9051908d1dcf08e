/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Groups: targets whose verdict is made from those of other targets. {@link io.hcbridge.bridge.probe.group.GroupConfig} names the members.
 *
 * <p>Depends on the shared types of probes and on the declarations of keys.
 */
@NullMarked
package io.hcbridge.bridge.probe.group;

import org.jspecify.annotations.NullMarked;
