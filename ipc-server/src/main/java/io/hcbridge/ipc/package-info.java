/**
 * Local sockets for short conversations, whatever is spoken on them.
 *
 * <p>Entry points: {@link io.hcbridge.ipc.Transport}, whose server side is a {@link io.hcbridge.ipc.Listener} with {@link
 * io.hcbridge.ipc.Session} and {@link io.hcbridge.ipc.Connection}, whose client side is {@link io.hcbridge.ipc.Dialed}. Here is the
 * unix form; named pipes are in {@code io.hcbridge.ipc.pipe}. Depends on the JDK alone.
 */
@NullMarked
package io.hcbridge.ipc;

import org.jspecify.annotations.NullMarked;
