/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import io.hcbridge.ipc.Alarms.Alarm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection: reads the request, writes the reply, drains, closes. Belongs to the listener's thread.
 *
 * <p>It registers with the selector only when it has to wait for the peer, so a request that came with the connection costs no
 * registration at all.
 */
final class UnixConnection implements Connection {
    private enum State {
        READING,
        /** The request is complete, the reply is being found. */
        PAUSED,
        LEAVING,
        CLOSED
    }

    private final ListenerLoop loop;
    private final SocketChannel channel;
    private final Session session;

    private State state = State.READING;
    private @Nullable SelectionKey key;
    private @Nullable Alarm<UnixConnection> alarm;
    private @Nullable Farewell farewell;

    UnixConnection(ListenerLoop loop, SocketChannel channel, Function<Connection, Session> sessions) {
        this.loop = loop;
        this.channel = channel;
        this.session = sessions.apply(this);
    }

    @Override
    public void wakeAfter(Duration time) {
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
    public void finish(byte[] bytes) {
        loop.execute(() -> guarded(() -> answer(bytes)));
    }

    /** Whether nothing but the peer's silence keeps this connection open. */
    boolean awaitsRequest() {
        return state == State.READING;
    }

    /** Does what can be done at once; called for a new connection and whenever the selector says so. */
    void ready() {
        guarded(this::advance);
    }

    void woken() {
        alarm = null;
        guarded(() -> {
            if (state == State.READING || state == State.PAUSED) {
                session.woken();
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

    private void answer(byte[] bytes) throws IOException {
        if (state == State.READING || state == State.PAUSED) {
            cancelAlarm();
            farewell = new Farewell(channel, bytes);
            state = State.LEAVING;
            advance();
        }
    }

    private void advance() throws IOException {
        if (state == State.READING) {
            read();
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
            session.received(buffer.flip());
        } else if (count < 0) {
            pause();
            session.ended();
        }
    }

    private void leave(Farewell leaving) throws IOException {
        Duration patience = leaving.patience();
        if (leaving.advance(loop.buffer())) {
            close();
        } else if (alarm == null || !patience.equals(leaving.patience())) {
            wakeAfter(leaving.patience());
        }
    }

    private void register() throws IOException {
        int interest = farewell != null ? farewell.interest() : state == State.READING ? SelectionKey.OP_READ : 0;
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
