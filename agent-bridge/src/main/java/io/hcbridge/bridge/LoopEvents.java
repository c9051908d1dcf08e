/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import io.hcbridge.bridge.log.RateLimitedLog;
import io.hcbridge.bridge.net.ListenerEvents;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs failed accepts, and reports a socket that has stopped listening. */
final class LoopEvents implements ListenerEvents {
    private static final Logger LOG = LoggerFactory.getLogger(LoopEvents.class);

    private final RateLimitedLog failures = new RateLimitedLog(Duration.ofSeconds(10), System::nanoTime);
    private final Consumer<String> onLost;

    /** @param onLost called on the event loop with the reason when a socket stops listening */
    LoopEvents(Consumer<String> onLost) {
        this.onLost = onLost;
    }

    @Override
    public void acceptFailed(SocketAddress listener, Throwable cause) {
        failures.next()
                .ifPresent(more ->
                        LOG.warn("listener {}: cannot accept a connection: {}{}", listener, cause.getMessage(), more));
    }

    @Override
    public void closed(SocketAddress listener) {
        onLost.accept("listener " + listener + " has closed");
    }
}
