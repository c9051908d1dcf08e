/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import io.hcbridge.ipc.internal.SafeLog;
import io.hcbridge.ipc.internal.TimerQueue.Timer;
import io.hcbridge.ipc.internal.pipe.PipeCalls.Completion;
import io.hcbridge.ipc.internal.transport.Connection;
import io.hcbridge.ipc.internal.transport.Session;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One accepted client: reads the request, writes the reply, closes. Only the loop's thread may use it.
 *
 * <p>After the reply it only closes the handle, and the client can still read the reply. A disconnect would discard the reply. A flush
 * would wait for a client that does not read. Unlike on a socket, unread input does not affect the reply.
 */
final class PipeConnection implements Connection {
    static final int BUFFER_BYTES = 4096;

    private static final Duration WRITE_LIMIT = Duration.ofSeconds(5);

    private enum State {
        READING,
        /** The request is complete, and the session has not yet sent the reply. */
        PAUSED,
        /** The reply is being written. Another request may follow. */
        REPLYING,
        LEAVING,
        CLOSED
    }

    private final PipeLoop loop;
    private final long handle;
    private final Operation reading;
    private final Consumer<PipeConnection> onClose;
    private final Session session;

    private State state = State.READING;
    private @Nullable Operation writing;
    /** Bytes that arrived with a request but belong to the next one. */
    private ByteBuffer unread = ByteBuffer.allocate(0);

    private @Nullable Timer<Runnable> alarm;

    PipeConnection(
            PipeLoop loop,
            long handle,
            Operation reading,
            Function<Connection, Session> sessions,
            Consumer<PipeConnection> onClose) {
        this.loop = loop;
        this.handle = handle;
        this.reading = reading;
        this.onClose = onClose;
        this.session = sessions.apply(this);
    }

    @Override
    public void setTimeout(Duration time) {
        cancelAlarm();
        if (state != State.CLOSED) {
            alarm = loop.alarms().set(System.nanoTime() + time.toNanos(), this::onTimeout);
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
                write(bytes, State.REPLYING);
            }
        }));
    }

    @Override
    public void finish(byte[] bytes) {
        loop.execute(() -> guarded(() -> {
            if (state == State.READING || state == State.PAUSED) {
                write(bytes, State.LEAVING);
            }
        }));
    }

    @Override
    public SocketChannel channel() {
        throw new UnsupportedOperationException("a named pipe has no channel");
    }

    /** Returns whether the connection waits for its client to complete a request. */
    boolean awaitsRequest() {
        return state == State.READING;
    }

    /** Starts to read the next bytes of the request. */
    void read() {
        guarded(() -> {
            int code = loop.begin(reading, () -> loop.calls().read(handle, reading), this::wasRead);
            if (code != PipeCalls.OK && code != PipeCalls.IO_PENDING) {
                ended();
            }
        });
    }

    void close() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        cancelAlarm();
        onClose.accept(this);
        loop.calls().close(handle);
        loop.release(reading);
        if (writing != null) {
            loop.release(writing);
        }
    }

    private void wasRead(Completion completion) {
        guarded(() -> {
            if (state != State.READING) {
                return;
            }
            if (completion.error() != PipeCalls.OK) {
                ended();
                return;
            }
            receive(ByteBuffer.wrap(reading.take(completion.bytes())));
        });
    }

    private void receive(ByteBuffer bytes) {
        session.received(bytes);
        unread = bytes;
        if (state == State.READING) {
            read();
        }
    }

    private void ended() {
        pause();
        session.ended();
    }

    private void onTimeout() {
        alarm = null;
        guarded(() -> {
            if (state == State.READING || state == State.PAUSED) {
                session.onTimeout();
            } else {
                close();
            }
        });
    }

    private void write(byte[] bytes, State next) {
        state = next;
        if (bytes.length == 0) {
            wrote();
            return;
        }
        setTimeout(WRITE_LIMIT);
        Operation operation = loop.calls().operation(bytes.length);
        writing = operation;
        operation.put(bytes, 0, bytes.length);
        int code = loop.begin(
                operation,
                () -> loop.calls().write(handle, operation, bytes.length),
                completion -> guarded(completion.error() == PipeCalls.OK ? this::wrote : this::close));
        if (code != PipeCalls.OK && code != PipeCalls.IO_PENDING) {
            close();
        }
    }

    private void wrote() {
        if (state != State.REPLYING) {
            close();
            return;
        }
        cancelAlarm();
        if (writing != null) {
            loop.release(writing);
            writing = null;
        }
        state = State.READING;
        session.sent();
        if (unread.hasRemaining()) {
            receive(unread);
        } else if (state == State.READING) {
            read();
        }
    }

    private void cancelAlarm() {
        if (alarm != null) {
            loop.alarms().cancel(alarm);
            alarm = null;
        }
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            SafeLog.warn(PipeConnection.class, "listener: closed a connection after an error in its session", e);
            close();
        }
    }
}
