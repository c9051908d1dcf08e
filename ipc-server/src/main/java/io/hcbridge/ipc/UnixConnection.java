/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import io.hcbridge.ipc.Alarms.Alarm;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
    private static final Logger LOG = System.getLogger(UnixConnection.class.getName());
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(5);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(1);
    private static final int DRAIN_BYTES = 2 << 20;

    private enum State {
        READING,
        /** The request is complete, the reply is being found. */
        PAUSED,
        WRITING,
        DRAINING,
        CLOSED
    }

    private final ListenerLoop loop;
    private final SocketChannel channel;
    private final Session session;

    private State state = State.READING;
    private @Nullable SelectionKey key;
    private @Nullable Alarm<UnixConnection> alarm;
    private ByteBuffer reply = ByteBuffer.allocate(0);
    private int drained;

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
            reply = ByteBuffer.wrap(bytes);
            state = State.WRITING;
            advance();
        }
    }

    private void advance() throws IOException {
        if (state == State.READING) {
            read();
        }
        if (state == State.WRITING) {
            write();
        }
        if (state == State.DRAINING) {
            drain();
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

    private void write() throws IOException {
        channel.write(reply);
        if (!reply.hasRemaining()) {
            state = State.DRAINING;
        } else if (alarm == null) {
            wakeAfter(WRITE_LIMIT);
        }
    }

    private void drain() throws IOException {
        ByteBuffer buffer = loop.buffer();
        int count = channel.read(buffer.clear());
        while (count > 0 && drained <= DRAIN_BYTES) {
            if (drained == 0) {
                channel.shutdownOutput();
                wakeAfter(DRAIN_LIMIT);
            }
            drained += count;
            count = channel.read(buffer.clear());
        }
        if (count != 0 || drained == 0) {
            close();
        }
    }

    private void register() throws IOException {
        int interest = switch (state) {
            case READING, DRAINING -> SelectionKey.OP_READ;
            case WRITING -> SelectionKey.OP_WRITE;
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
            LOG.log(Level.WARNING, "closed a connection after an error in its session", e);
            close();
        }
    }
}
