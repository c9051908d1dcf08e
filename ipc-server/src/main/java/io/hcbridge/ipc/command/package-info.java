/**
 * Commands on a local socket: a server with a handler for each command, and its client, in the protocol of the Go package {@code
 * github.com/vaitekunas/unixsock}.
 *
 * <p>Entry points: {@link io.hcbridge.ipc.command.CommandServer}, {@link io.hcbridge.ipc.command.CommandClient}. Depends on {@code
 * io.hcbridge.ipc}, {@code io.hcbridge.protocol.command} and, where its native library can be loaded, on junixsocket.
 */
@NullMarked
package io.hcbridge.ipc.command;

import org.jspecify.annotations.NullMarked;
