/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.client;

import io.hcbridge.protocol.health.SocketName;

/**
 * The content of a {@link SocketFile}.
 *
 * @param name name of the service's socket
 * @param trust decides which users may listen on that socket
 */
public record PublishedSocket(SocketName name, PeerTrust trust) {}
