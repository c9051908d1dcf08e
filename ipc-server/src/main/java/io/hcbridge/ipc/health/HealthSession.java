/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.internal.transport.Connection;
import io.hcbridge.ipc.internal.transport.Deadline;
import io.hcbridge.ipc.internal.transport.Session;
import io.hcbridge.protocol.health.HealthProtocol;
import io.hcbridge.protocol.health.HealthRequestDecoder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One client of a health server. Its request may arrive in several pieces. The whole request must arrive within 10 s, as in the Go
 * module, and each further piece within 1 s.
 */
final class HealthSession implements Session {
    /** Read timeouts: {@code request} for the whole request, {@code piece} for the time between two pieces. */
    record ReadTimeouts(Duration request, Duration piece) {
        static final ReadTimeouts DEFAULT = new ReadTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(1));
    }

    private final Connection connection;
    private final HealthResponder responder;
    private final ReadTimeouts readTimeouts;
    private final Deadline deadline;
    private final HealthRequestDecoder decoder = new HealthRequestDecoder();
    private boolean responding;

    HealthSession(Connection connection, HealthResponder responder, ReadTimeouts readTimeouts) {
        this.connection = connection;
        this.responder = responder;
        this.readTimeouts = readTimeouts;
        this.deadline = Deadline.after(readTimeouts.request());
        connection.setTimeout(readTimeouts.request());
    }

    @Override
    public void received(ByteBuffer bytes) {
        switch (decoder.feed(bytes)) {
            case PING -> respond(responder::ping);
            case STATUS -> respond((inline, callback) -> responder.status(inline, decoder.pollGapMillis(), callback));
            case UNKNOWN -> connection.finish(HealthProtocol.usage());
            case INCOMPLETE -> connection.setTimeout(deadline.atMost(readTimeouts.piece()));
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
        // Set after the round has begun: the round has exceeded its limit when this timer fires.
        connection.setTimeout(responder.limit());
    }
}
