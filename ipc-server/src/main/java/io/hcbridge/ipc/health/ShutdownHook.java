/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.internal.SafeLog;
import java.io.IOException;
import java.time.Duration;

/** Closes a health server when the JVM shuts down. Removed when the server is closed before. */
final class ShutdownHook {
    private final HealthServer server;
    private final Duration atMost;
    private final Thread thread = new Thread(this::run, "health server shutdown");

    /** Creates the hook. The server first drains, at most for {@code atMost}. */
    ShutdownHook(HealthServer server, Duration atMost) {
        this.server = server;
        this.atMost = atMost;
    }

    void add() {
        Runtime.getRuntime().addShutdownHook(thread);
    }

    void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException shuttingDown) {
            // The JVM is shutting down. The hook finds the server closed.
        }
    }

    private void run() {
        try {
            server.close(atMost);
        } catch (IOException e) {
            SafeLog.warn(HealthServer.class, "health server: close at shutdown failed", e);
        }
    }
}
