/**
 * Commands on a local socket: a server with a handler for each command, and a client. The protocol is that of the Go package
 * {@code github.com/vaitekunas/unixsock}.
 *
 * <p>Entry points: {@link io.hcbridge.ipc.command.CommandServer}, {@link io.hcbridge.ipc.command.CommandClient}. Depends on {@code
 * io.hcbridge.ipc.internal} and {@code io.hcbridge.protocol.command}. Uses junixsocket if its native library can be loaded.
 */
@NullMarked
package io.hcbridge.ipc.command;

import org.jspecify.annotations.NullMarked;
