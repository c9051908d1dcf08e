/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Groups of processes on one host, compatible with the Go module {@code github.com/iamjinlei/go-ipc}: the members elect a master, and
 * send requests to it.
 *
 * <p>Entry point: {@link io.hcbridge.ipc.group.GroupNode}. On Linux it needs JNA.
 */
@NullMarked
package io.hcbridge.ipc.group;

import org.jspecify.annotations.NullMarked;
