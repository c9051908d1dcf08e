/**
 * Local sockets for short conversations, whatever is spoken on them.
 *
 * <p>Entry points: {@link io.hcbridge.ipc.UnixListener} with {@link io.hcbridge.ipc.Session} and {@link
 * io.hcbridge.ipc.Connection}; {@link io.hcbridge.ipc.UnixSocketPath}. Depends on the JDK alone.
 */
@NullMarked
package io.hcbridge.ipc;

import org.jspecify.annotations.NullMarked;
