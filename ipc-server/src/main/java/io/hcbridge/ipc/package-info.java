/**
 * The interfaces of a local transport. They do not depend on a protocol.
 *
 * <p>Entry point: {@link io.hcbridge.ipc.Transport}. Its server side is a {@link io.hcbridge.ipc.Listener} with {@link
 * io.hcbridge.ipc.Session} and {@link io.hcbridge.ipc.Connection}. Its client side is {@link io.hcbridge.ipc.ClientConnection}. The
 * packages in {@code io.hcbridge.ipc.internal} implement it with unix sockets and named pipes. Depends only on the JDK.
 */
@NullMarked
package io.hcbridge.ipc;

import org.jspecify.annotations.NullMarked;
