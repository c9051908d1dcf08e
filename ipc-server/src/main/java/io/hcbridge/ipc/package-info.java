/**
 * The interfaces of a local transport, independent of the protocol.
 *
 * <p>Entry point: {@link io.hcbridge.ipc.Transport}. Its server side is a {@link io.hcbridge.ipc.Listener} with {@link
 * io.hcbridge.ipc.Session} and {@link io.hcbridge.ipc.Connection}; its client side is {@link io.hcbridge.ipc.ClientConnection}. Unix
 * sockets and named pipes implement it in {@code io.hcbridge.ipc.internal}. Depends on the JDK alone.
 */
@NullMarked
package io.hcbridge.ipc;

import org.jspecify.annotations.NullMarked;
