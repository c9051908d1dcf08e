/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.Connection;
import io.hcbridge.ipc.Deadline;
import io.hcbridge.ipc.Session;
import io.hcbridge.protocol.health.HealthProtocol;
import io.hcbridge.protocol.health.PingDecoder;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * One client of a health server. Its bytes may come in pieces: a beginning of {@code ping} is waited on for 1 s, and a silent
 * client for 10 s, as long as the Go module waits. It gets no more than those 10 s for the whole of its request.
 */
final class PingSession implements Session {
    /** For how long a client is waited on: before its first byte, and between two bytes. */
    record Patience(Duration first, Duration next) {
        static final Patience DEFAULT = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(1));
    }

    private final Connection connection;
    private final HealthChecks checks;
    private final Patience patience;
    private final Deadline deadline;
    private final PingDecoder decoder = new PingDecoder();
    private boolean asked;

    PingSession(Connection connection, HealthChecks checks, Patience patience) {
        this.connection = connection;
        this.checks = checks;
        this.patience = patience;
        this.deadline = Deadline.after(patience.first());
        connection.wakeAfter(patience.first());
    }

    @Override
    public void received(ByteBuffer bytes) {
        switch (decoder.feed(bytes)) {
            case PING -> ask();
            case UNKNOWN -> connection.finish(HealthProtocol.usage());
            case INCOMPLETE -> connection.wakeAfter(deadline.atMost(patience.next()));
        }
    }

    @Override
    public void ended() {
        connection.finish(decoder.isEmpty() ? new byte[0] : HealthProtocol.usage());
    }

    @Override
    public void woken() {
        if (asked) {
            checks.expire();
        } else {
            ended();
        }
    }

    private void ask() {
        asked = true;
        connection.pause();
        checks.ask(connection::finish);
        // After asking, so that the round's limit has passed by then.
        connection.wakeAfter(checks.limit());
    }
}
