/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.Connection;
import io.hcbridge.ipc.Deadline;
import io.hcbridge.ipc.Session;
import io.hcbridge.protocol.health.HealthProtocol;
import io.hcbridge.protocol.health.HealthRequestDecoder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One client of a health server. Its request may arrive in pieces. It has 10 s for the whole request, like a client of the Go
 * module, and 1 s between two pieces.
 */
final class HealthSession implements Session {
    /** Time limits: {@code first} for the whole request, {@code next} between two pieces. */
    record Patience(Duration first, Duration next) {
        static final Patience DEFAULT = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(1));
    }

    private final Connection connection;
    private final HealthResponder responder;
    private final Patience patience;
    private final Deadline deadline;
    private final HealthRequestDecoder decoder = new HealthRequestDecoder();
    private boolean responding;

    HealthSession(Connection connection, HealthResponder responder, Patience patience) {
        this.connection = connection;
        this.responder = responder;
        this.patience = patience;
        this.deadline = Deadline.after(patience.first());
        connection.setTimeout(patience.first());
    }

    @Override
    public void received(ByteBuffer bytes) {
        switch (decoder.feed(bytes)) {
            case PING -> respond(responder::ping);
            case STATUS -> respond(responder::status);
            case UNKNOWN -> connection.finish(HealthProtocol.usage());
            case INCOMPLETE -> connection.setTimeout(deadline.atMost(patience.next()));
        }
    }

    @Override
    public void ended() {
        connection.finish(decoder.isEmpty() ? new byte[0] : HealthProtocol.usage());
    }

    @Override
    public void onTimeout() {
        if (responding) {
            responder.expire();
        } else {
            ended();
        }
    }

    private void respond(BiConsumer<Predicate<Runnable>, Consumer<byte[]>> verb) {
        responding = true;
        connection.pause();
        verb.accept(connection::runInline, connection::finish);
        // Set after the round has begun, so that its limit has passed when this fires.
        connection.setTimeout(responder.limit());
    }
}
