/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Internal: unix sockets as a {@link io.hcbridge.ipc.internal.transport.Transport}, with the JDK's channels. One listener thread serves all connections of
 * a server. Not an API of the library; it may change in any version.
 */
@NullMarked
package io.hcbridge.ipc.internal.unix;

import org.jspecify.annotations.NullMarked;
