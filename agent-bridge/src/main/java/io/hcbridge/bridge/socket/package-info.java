/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Stream sockets in the event loop's own selector, below Netty's channels: a check is two short conversations, and needs nothing of
 * a pipeline.
 */
@NullMarked
package io.hcbridge.bridge.socket;

import org.jspecify.annotations.NullMarked;
