/**
 * The command socket. Operators can read and change the state of a running bridge. {@link io.hcbridge.bridge.admin.AdminServer} is the
 * server on a unix socket, {@code AdminCommands} has the commands.
 *
 * <p>Commands run on worker threads and use the event loop for their work. Depends on the target and override packages and on the library's
 * command server.
 */
@NullMarked
package io.hcbridge.bridge.admin;

import org.jspecify.annotations.NullMarked;
