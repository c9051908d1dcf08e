/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.netty.channel.EventLoop;

/**
 * What probes run on.
 *
 * @param loop where probes are started and end
 * @param blocking for what may block
 */
public record ProbeEnvironment(EventLoop loop, BlockingWork blocking) {}
