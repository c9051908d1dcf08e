/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.Connection;
import io.hcbridge.ipc.Deadline;
import io.hcbridge.ipc.Session;
import io.hcbridge.protocol.health.HealthKind;
import io.hcbridge.protocol.health.HealthProtocol;
import io.hcbridge.protocol.health.HealthRequestDecoder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

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
            case PING -> respond(HealthKind.READINESS);
            case KIND -> respond(decoder.kind());
            case STATUS -> respond((caller, callback) -> responder.status(caller, decoder.pollGapMillis(), callback));
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
        if (!responding) {
            ended();
        }
    }

    private void respond(HealthKind kind) {
        respond((caller, callback) -> responder.ask(kind, caller, callback));
    }

    private void respond(BiConsumer<Executor, Consumer<byte[]>> verb) {
        responding = true;
        connection.pause();
        verb.accept(this::runInline, connection::finish);
    }

    /** Runs a check on the listener's thread, which needs no change of threads. */
    private void runInline(Runnable check) {
        if (!connection.runInline(check)) {
            throw new NotInline();
        }
    }

    /** The listener's thread already has another task. Has no stack trace, because it is thrown for many requests. */
    private static final class NotInline extends RejectedExecutionException {
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
