/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Listening sockets that this process gets from another one: from the master of its group ({@link
 * io.hcbridge.bridge.handover.HandoverClient}, {@link io.hcbridge.bridge.handover.HandoverServer}) or from systemd ({@link
 * io.hcbridge.bridge.handover.SystemdSockets}). Each one is checked before it is used.
 *
 * <p>Depends on the configuration's addresses, junixsocket, JNA and Netty's epoll.
 */
@NullMarked
package io.hcbridge.bridge.handover;

import org.jspecify.annotations.NullMarked;
