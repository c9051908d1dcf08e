/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The roles of a bridge in a group. {@link io.hcbridge.bridge.standby.StandbyMember} is the entry point: it holds the lock, or waits for it
 * with the master's listening sockets.
 *
 * <p>Depends on the configuration, the hand-over of sockets and the meters. {@link io.hcbridge.bridge.standby.GroupDuties} is what the
 * bridge does when its role changes.
 */
@NullMarked
package io.hcbridge.bridge.standby;

import org.jspecify.annotations.NullMarked;
