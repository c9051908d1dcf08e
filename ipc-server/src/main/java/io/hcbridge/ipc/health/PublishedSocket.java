/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.protocol.health.SocketName;

/**
 * What a {@link SocketFile} says.
 *
 * @param trust whose socket of this name is believed
 */
public record PublishedSocket(SocketName name, PeerTrust trust) {}
