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
 * One client of a health server. Its bytes may come in pieces: the beginning of a verb is waited on for 1 s, and a silent
 * client for 10 s, as long as the Go module waits. It gets no more than those 10 s for the whole of its request.
 */
final class HealthSession implements Session {
    /** For how long a client is waited on: before its first byte, and between two bytes. */
    record Patience(Duration first, Duration next) {
        static final Patience DEFAULT = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(1));
    }

    private final Connection connection;
    private final HealthResponder answers;
    private final Patience patience;
    private final Deadline deadline;
    private final HealthRequestDecoder decoder = new HealthRequestDecoder();
    private boolean asked;

    HealthSession(Connection connection, HealthResponder answers, Patience patience) {
        this.connection = connection;
        this.answers = answers;
        this.patience = patience;
        this.deadline = Deadline.after(patience.first());
        connection.setTimeout(patience.first());
    }

    @Override
    public void received(ByteBuffer bytes) {
        switch (decoder.feed(bytes)) {
            case PING -> ask(answers::ping);
            case STATUS -> ask(answers::status);
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
        if (asked) {
            answers.expire();
        } else {
            ended();
        }
    }

    private void ask(BiConsumer<Predicate<Runnable>, Consumer<byte[]>> verb) {
        asked = true;
        connection.pause();
        verb.accept(connection::runInline, connection::finish);
        // After asking, so that the round's limit has passed by then.
        connection.setTimeout(answers.limit());
    }
}
