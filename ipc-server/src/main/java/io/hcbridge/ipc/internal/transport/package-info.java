/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Internal: the interfaces of a local transport. They do not depend on a protocol.
 *
 * <p>Entry point: {@link io.hcbridge.ipc.internal.transport.Transport}. Its server side is a {@link
 * io.hcbridge.ipc.internal.transport.Listener} with {@link io.hcbridge.ipc.internal.transport.Session} and {@link
 * io.hcbridge.ipc.internal.transport.Connection}. Its client side is {@link io.hcbridge.ipc.internal.transport.ClientConnection}. The
 * packages {@code unix} and {@code pipe} implement it. Depends only on the JDK. Not an API of the library; it may change in any version.
 */
@NullMarked
package io.hcbridge.ipc.internal.transport;

import org.jspecify.annotations.NullMarked;
