/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The event loop and the tuning of Vert.x's transport, nothing else. {@link io.hcbridge.bridge.net.LoopVertx} starts the loop; {@link
 * io.hcbridge.bridge.net.LoopTasks} runs timers whose exceptions are logged.
 *
 * <p>Depends on Netty and Vert.x alone.
 */
@NullMarked
package io.hcbridge.bridge.net;

import org.jspecify.annotations.NullMarked;
