/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Reports that services push to a bridge, as the payload of a request to its group: {@link io.hcbridge.protocol.push.PushReport} is the
 * request, {@link io.hcbridge.protocol.push.PushAck} is the response.
 *
 * <p>Depends only on {@code io.hcbridge.protocol} and its package {@code agent}.
 */
@NullMarked
package io.hcbridge.protocol.push;

import org.jspecify.annotations.NullMarked;
