/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.protocol.command.CommandMessage;
import java.time.Duration;

/**
 * The limits of one exchange.
 *
 * @param request time from accept, or from the last reply, to the end of a request
 * @param handler time from the end of a request to its reply; also the time to identify a client
 * @param workers maximum number of handlers that run at the same time, at least 1
 * @param maxRequestBytes longest JSON of one request in bytes, 1 to {@link CommandMessage#MAX_BYTES}
 */
record CommandLimits(Duration request, Duration handler, int workers, int maxRequestBytes) {
    /** Go clients and {@link CommandClient} wait for 5 s. A client of a blocked command must receive an error before that. */
    static final CommandLimits DEFAULT =
            new CommandLimits(Duration.ofSeconds(5), Duration.ofMillis(4500), 8, CommandMessage.MAX_BYTES);

    CommandLimits {
        if (maxRequestBytes < 1 || maxRequestBytes > CommandMessage.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "max request bytes: " + maxRequestBytes + " must be 1 to " + CommandMessage.MAX_BYTES);
        }
    }

    CommandLimits withMaxRequestBytes(int newMaximum) {
        return new CommandLimits(request, handler, workers, newMaximum);
    }
}
