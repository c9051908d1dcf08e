/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Internal: what the clients of health sockets share, {@code HealthClient} and the bridge. {@link
 * io.hcbridge.ipc.internal.client.SocketFile} finds the socket, {@link io.hcbridge.ipc.internal.client.PeerTrust} checks its server, and
 * {@link io.hcbridge.ipc.internal.client.StatusSupport} chooses the query. Not an API of the library; it may change in any version.
 */
@NullMarked
package io.hcbridge.ipc.internal.client;

import org.jspecify.annotations.NullMarked;
