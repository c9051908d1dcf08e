/**
 * What an operator may see and change while the bridge runs: {@link io.hcbridge.bridge.admin.AdminServer} answers on a unix socket,
 * {@code AdminCommands} is the list of commands.
 *
 * <p>Commands run on worker threads and do their work on the event loop. Depends on the target and override packages and on the
 * library's command server.
 */
@NullMarked
package io.hcbridge.bridge.admin;

import org.jspecify.annotations.NullMarked;
