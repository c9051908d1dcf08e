/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.netty.channel.EventLoop;

/**
 * The threads of probes.
 *
 * @param loop event loop on which probes start and end
 * @param blocking threads for work that may block
 */
public record ProbeEnvironment(EventLoop loop, BlockingWork blocking) {}
