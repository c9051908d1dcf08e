/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Internal: unix sockets as a {@link io.hcbridge.ipc.Transport}, on the JDK's channels. One listener thread serves all connections of a
 * server. No API for users of the library; it may change in any version.
 */
@NullMarked
package io.hcbridge.ipc.internal.unix;

import org.jspecify.annotations.NullMarked;
