/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The group protocol of local sockets, compatible with the Go module {@code github.com/iamjinlei/go-ipc}. A packet is a length, a type
 * and one value in Go's format gob, which begins with the definition of the value's type.
 *
 * <p>Entry points: {@link io.hcbridge.protocol.group.GroupPacket}, {@link io.hcbridge.protocol.group.GroupFrameDecoder}. Depends on
 * {@code io.hcbridge.protocol}.
 */
@NullMarked
package io.hcbridge.protocol.group;

import org.jspecify.annotations.NullMarked;
