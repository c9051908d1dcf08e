/**
 * The command {@code hcbridge ctl}. {@link io.hcbridge.bridge.ctl.CtlCommand} is the entry point. Each subcommand calls the command socket
 * and prints the reply as a table or as JSON.
 *
 * <p>Depends on the library's command client and on picocli. Reaches the bridge only through its socket.
 */
@NullMarked
package io.hcbridge.bridge.ctl;

import org.jspecify.annotations.NullMarked;
