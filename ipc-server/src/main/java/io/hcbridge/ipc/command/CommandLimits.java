/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import java.time.Duration;

/**
 * How long an exchange may take.
 *
 * @param request from the connection, or the last reply, to the end of a request
 * @param handler from there to the reply
 * @param workers how many handlers run at once
 */
record CommandLimits(Duration request, Duration handler, int workers) {
    /** Clients wait for 5 s, Go's and ours; the reply to a command that hangs has to be there before that. */
    static final CommandLimits DEFAULT = new CommandLimits(Duration.ofSeconds(5), Duration.ofMillis(4500), 8);
}
