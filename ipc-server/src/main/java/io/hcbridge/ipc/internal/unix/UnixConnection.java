/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.Connection;
import io.hcbridge.ipc.Session;
import io.hcbridge.ipc.internal.SafeLog;
import io.hcbridge.ipc.internal.TimerQueue.Timer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection: reads requests, writes the replies, drains, closes. Belongs to the listener's thread.
 *
 * <p>It registers with the selector only when it has to wait for the peer, so a request that came with the connection costs no
 * registration at all.
 */
final class UnixConnection implements Connection {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private enum State {
        READING,
        /** The request is complete, the reply is being found. */
        PAUSED,
        /** The reply is on its way, and another request may follow. */
        REPLYING,
        LEAVING,
        CLOSED
    }

    private final UnixListenerLoop loop;
    private final SocketChannel channel;
    private final Session session;

    private State state = State.READING;
    private @Nullable SelectionKey key;
    private @Nullable Timer<UnixConnection> alarm;
    private @Nullable LingeringClose farewell;
    private ByteBuffer reply = NOTHING;
    /** What came with a request but belongs to the next. */
    private ByteBuffer unread = NOTHING;

    private boolean hungUp;

    UnixConnection(UnixListenerLoop loop, SocketChannel channel, Function<Connection, Session> sessions) {
        this.loop = loop;
        this.channel = channel;
        this.session = sessions.apply(this);
    }

    @Override
    public void setTimeout(Duration time) {
        cancelAlarm();
        if (state != State.CLOSED) {
            alarm = loop.alarms().set(System.nanoTime() + time.toNanos(), this);
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
                farewell = new LingeringClose(channel, bytes);
                answer(State.LEAVING);
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

    /** Whether nothing but the peer's silence keeps this connection open. */
    boolean awaitsRequest() {
        return state == State.READING;
    }

    /** Does what can be done at once; called for a new connection and whenever the selector says so. */
    void ready() {
        if (state == State.PAUSED && key != null) {
            // Nothing was asked for: junixsocket's selector tells of a hang-up unasked, and would again at once.
            hungUp = true;
            key.cancel();
        } else {
            guarded(this::advance);
        }
    }

    void onTimeout() {
        alarm = null;
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
        cancelAlarm();
        loop.acceptor().closed(this);
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing is left to be lost.
        }
    }

    private void answer(State next) throws IOException {
        cancelAlarm();
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
        } else if (farewell != null) {
            leave(farewell);
        }
        if (state != State.CLOSED) {
            register();
        }
    }

    private void read() throws IOException {
        ByteBuffer buffer = loop.buffer();
        int count = channel.read(buffer.clear());
        if (count > 0) {
            hear(buffer.flip());
        } else if (count < 0) {
            pause();
            session.ended();
        }
    }

    private void hear(ByteBuffer bytes) {
        session.received(bytes);
        unread = state == State.PAUSED && bytes.hasRemaining()
                ? ByteBuffer.allocate(bytes.remaining()).put(bytes).flip()
                : NOTHING;
    }

    private void reply() throws IOException {
        channel.write(reply);
        if (reply.hasRemaining()) {
            if (alarm == null) {
                setTimeout(LingeringClose.WRITE_LIMIT);
            }
            return;
        }
        cancelAlarm();
        reply = NOTHING;
        state = State.READING;
        session.sent();
        if (unread.hasRemaining()) {
            hear(unread);
        }
    }

    private void leave(LingeringClose leaving) throws IOException {
        Duration patience = leaving.patience();
        if (leaving.advance(loop.buffer())) {
            close();
        } else if (alarm == null || !patience.equals(leaving.patience())) {
            setTimeout(leaving.patience());
        }
    }

    private void register() throws IOException {
        int interest = switch (state) {
            case READING -> SelectionKey.OP_READ;
            case REPLYING -> SelectionKey.OP_WRITE;
            case LEAVING -> farewell == null ? 0 : farewell.interest();
            case PAUSED, CLOSED -> 0;
        };
        if (key != null) {
            key.interestOps(interest);
        } else if (interest != 0) {
            key = channel.register(loop.selector(), interest, this);
        }
    }

    private void cancelAlarm() {
        if (alarm != null) {
            loop.alarms().cancel(alarm);
            alarm = null;
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void guarded(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            // A peer that hangs up is normal life.
            close();
        } catch (Throwable e) {
            SafeLog.warn(UnixConnection.class, "closed a connection after an error in its session", e);
            close();
        }
    }
}
