/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.ipc.internal.client.PeerTrust;
import java.net.SocketAddress;
import java.nio.file.Path;

/**
 * The socket of a service.
 *
 * @param address address of {@code path} for the channels of the loop
 * @param trust decides which server processes are trusted
 */
record ServiceSocket(Path path, SocketAddress address, PeerTrust trust) {}
