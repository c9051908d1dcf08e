/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.ipc.health.PeerTrust;
import java.net.SocketAddress;
import java.nio.file.Path;

/**
 * Where a service listens.
 *
 * @param address of {@code path}, as the loop's kind of channel takes it
 * @param trust whose socket is believed
 */
record ServiceSocket(Path path, SocketAddress address, PeerTrust trust) {}
