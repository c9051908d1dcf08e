/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The event loop and the tuning of Vert.x's transport. {@link io.hcbridge.bridge.net.LoopVertx} starts the loop. {@link
 * io.hcbridge.bridge.net.LoopTasks} runs timers and logs their exceptions.
 *
 * <p>Depends only on Netty and Vert.x.
 */
@NullMarked
package io.hcbridge.bridge.net;

import org.jspecify.annotations.NullMarked;
