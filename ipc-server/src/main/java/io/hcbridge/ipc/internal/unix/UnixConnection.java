/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.internal.SafeLog;
import io.hcbridge.ipc.internal.TimerQueue.Timer;
import io.hcbridge.ipc.internal.transport.Connection;
import io.hcbridge.ipc.internal.transport.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection: reads requests, writes replies, drains, closes. Belongs to the listener's thread.
 *
 * <pre>
 * READING --pause--> PAUSED --send--> REPLYING --written--> READING
 *    |                  |
 *    +-----finish-------+--> CLOSING --drained--> CLOSED
 * </pre>
 *
 * <p>It registers with the selector when it has to wait for the peer for the first time, so a request that arrives with the
 * connection needs no registration.
 */
final class UnixConnection implements Connection {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private enum State {
        READING,
        /** The request is complete, and the session has not yet sent the reply. */
        PAUSED,
        /** The reply is being written. Another request may follow. */
        REPLYING,
        /** The last reply is being written, or further input is being discarded. */
        CLOSING,
        CLOSED
    }

    private final UnixListenerLoop loop;
    private final SocketChannel channel;
    private final Session session;

    private State state = State.READING;
    private @Nullable SelectionKey key;
    private @Nullable Timer<UnixConnection> timer;
    private @Nullable LingeringClose lingeringClose;
    private ByteBuffer reply = NOTHING;
    /** Bytes that arrived with a request but belong to the next one. */
    private ByteBuffer unread = NOTHING;

    private boolean hungUp;

    UnixConnection(UnixListenerLoop loop, SocketChannel channel, Function<Connection, Session> sessions) {
        this.loop = loop;
        this.channel = channel;
        this.session = sessions.apply(this);
    }

    @Override
    public void setTimeout(Duration time) {
        cancelTimer();
        if (state != State.CLOSED) {
            timer = loop.timers().set(System.nanoTime() + time.toNanos(), this);
        }
    }

    @Override
    public void pause() {
        if (state == State.READING) {
            state = State.PAUSED;
        }
    }

    @Override
    public void send(byte[] bytes) {
        loop.execute(() -> guarded(() -> {
            if (state == State.PAUSED) {
                reply = ByteBuffer.wrap(bytes);
                answer(State.REPLYING);
            }
        }));
    }

    @Override
    public void finish(byte[] bytes) {
        loop.execute(() -> guarded(() -> {
            if (state == State.READING || state == State.PAUSED) {
                lingeringClose = new LingeringClose(channel, bytes);
                answer(State.CLOSING);
            }
        }));
    }

    @Override
    public boolean runInline(Runnable task) {
        return loop.runInline(task);
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    /** Returns whether the connection waits only for its peer, and the peer does not wait for a reply. */
    boolean awaitsPeer() {
        return state == State.READING
                || (state == State.CLOSING && lingeringClose != null && lingeringClose.isReplyWritten());
    }

    /** Continues as far as possible without waiting. Called for a new connection, and when the selector reports it as ready. */
    void ready() {
        if (state == State.PAUSED && key != null) {
            // junixsocket's selector reports a hang-up even if no operation is selected, and would report it in every
            // select.
            hungUp = true;
            key.cancel();
        } else {
            guarded(this::advance);
        }
    }

    void onTimeout() {
        timer = null;
        guarded(() -> {
            if (state == State.READING || state == State.PAUSED) {
                session.onTimeout();
            } else {
                close();
            }
        });
    }

    void close() {
        state = State.CLOSED;
        cancelTimer();
        loop.acceptor().closed(this);
        try {
            channel.close();
        } catch (IOException e) {
            // It is unusable anyway.
        }
    }

    private void answer(State next) throws IOException {
        cancelTimer();
        state = next;
        if (hungUp) {
            close();
        } else {
            advance();
        }
    }

    private void advance() throws IOException {
        if (state == State.READING) {
            read();
        } else if (state == State.REPLYING) {
            reply();
        } else if (lingeringClose != null) {
            linger(lingeringClose);
        }
        if (state != State.CLOSED) {
            register();
        }
    }

    private void read() throws IOException {
        ByteBuffer buffer = loop.buffer();
        int count = channel.read(buffer.clear());
        if (count > 0) {
            deliver(buffer.flip());
        } else if (count < 0) {
            pause();
            session.ended();
        }
    }

    private void deliver(ByteBuffer bytes) {
        session.received(bytes);
        unread = state == State.PAUSED && bytes.hasRemaining()
                ? ByteBuffer.allocate(bytes.remaining()).put(bytes).flip()
                : NOTHING;
    }

    private void reply() throws IOException {
        channel.write(reply);
        if (reply.hasRemaining()) {
            if (timer == null) {
                setTimeout(LingeringClose.WRITE_LIMIT);
            }
            return;
        }
        cancelTimer();
        reply = NOTHING;
        state = State.READING;
        session.sent();
        if (unread.hasRemaining()) {
            deliver(unread);
        }
    }

    private void linger(LingeringClose closing) throws IOException {
        Duration patience = closing.patience();
        if (closing.advance(loop.buffer())) {
            close();
        } else if (timer == null || !patience.equals(closing.patience())) {
            setTimeout(closing.patience());
        }
    }

    private void register() throws IOException {
        int interest = switch (state) {
            case READING -> SelectionKey.OP_READ;
            case REPLYING -> SelectionKey.OP_WRITE;
            case CLOSING -> lingeringClose == null ? 0 : lingeringClose.interest();
            case PAUSED, CLOSED -> 0;
        };
        if (key != null) {
            key.interestOps(interest);
        } else if (interest != 0) {
            key = channel.register(loop.selector(), interest, this);
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            loop.timers().cancel(timer);
            timer = null;
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void guarded(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            // The peer has disconnected.
            close();
        } catch (Throwable e) {
            SafeLog.warn(UnixConnection.class, "listener: closed a connection after an error in its session", e);
            close();
        }
    }
}
