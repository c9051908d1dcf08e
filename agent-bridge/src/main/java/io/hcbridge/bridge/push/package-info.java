/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The group to which services push their reports. {@link io.hcbridge.bridge.push.PushGroup} is its master and passes the reports on to the
 * sources of the targets.
 *
 * <p>Depends on the target, source, probe, metrics and net packages, and on the library's groups.
 */
@NullMarked
package io.hcbridge.bridge.push;

import org.jspecify.annotations.NullMarked;
