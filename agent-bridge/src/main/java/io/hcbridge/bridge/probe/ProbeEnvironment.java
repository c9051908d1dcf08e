/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.bridge.socket.Sockets;
import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;

/**
 * What probes run on.
 *
 * @param workers for what may block for a moment
 */
public record ProbeEnvironment(EventLoop loop, Sockets sockets, Executor workers) {}
