/**
 * {@code hcbridge ctl}. {@link io.hcbridge.bridge.ctl.CtlCommand} is the entry point; every subcommand is a call on the command socket,
 * shown as a table or as JSON.
 *
 * <p>Depends on the library's command client and picocli; knows the bridge only by its socket.
 */
@NullMarked
package io.hcbridge.bridge.ctl;

import org.jspecify.annotations.NullMarked;
