/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One end of a pipe in memory: a server's instance, or a client. Guarded by its {@link FakePipes}. */
final class FakeEnd {
    /** Number of bytes that a write can store before the peer reads. */
    private static final int QUOTA = 4096;

    /** Name of the pipe; empty for a client. */
    private final String pipe;

    private @Nullable FakePort port;
    private @Nullable FakeEnd peer;
    private boolean peerGone;
    private boolean closed;
    private byte[] inbox = {};
    private @Nullable FakeOperation connecting;
    private @Nullable FakeOperation reading;
    private @Nullable FakeOperation writing;
    private int written;
    private byte[] unwritten = {};

    FakeEnd(String pipe) {
        this.pipe = pipe;
    }

    boolean isServerOf(String name) {
        return pipe.equals(name) && !closed;
    }

    boolean isFree() {
        return peer == null && !peerGone;
    }

    void attach(FakePort newPort) {
        port = newPort;
    }

    void join(FakeEnd client) {
        peer = client;
        client.peer = this;
        if (connecting != null) {
            post(connecting, PipeCalls.OK, 0);
            connecting = null;
        }
    }

    int connect(FakeOperation operation) {
        if (peerGone) {
            return PipeCalls.NO_DATA;
        }
        if (peer != null) {
            return PipeCalls.PIPE_CONNECTED;
        }
        operation.markStarted();
        connecting = operation;
        return PipeCalls.IO_PENDING;
    }

    int read(FakeOperation operation) {
        if (inbox.length == 0 && peerGone) {
            return PipeCalls.BROKEN_PIPE;
        }
        operation.markStarted();
        reading = operation;
        boolean atOnce = inbox.length > 0;
        deliver();
        return atOnce ? PipeCalls.OK : PipeCalls.IO_PENDING;
    }

    int write(FakeOperation operation, int count) {
        FakeEnd reader = peer;
        if (reader == null) {
            return PipeCalls.NO_DATA;
        }
        operation.markStarted();
        writing = operation;
        written = count;
        unwritten = operation.take(count);
        reader.fill();
        return writing == null ? PipeCalls.OK : PipeCalls.IO_PENDING;
    }

    int cancel(FakeOperation operation) {
        if (operation == connecting) {
            connecting = null;
        } else if (operation == reading) {
            reading = null;
        } else if (operation == writing) {
            writing = null;
            unwritten = new byte[0];
        } else {
            return PipeCalls.NOT_FOUND;
        }
        post(operation, PipeCalls.OPERATION_ABORTED, 0);
        return PipeCalls.OK;
    }

    void close() {
        closed = true;
        abort();
        FakeEnd other = peer;
        peer = null;
        if (other != null) {
            other.peer = null;
            other.peerGone = true;
            other.peerClosed();
        }
    }

    private void peerClosed() {
        if (inbox.length == 0 || reading == null) {
            abort();
        }
    }

    /** Ends pending operations like Windows does when one end is closed. */
    private void abort() {
        for (FakeOperation operation : new FakeOperation[] {connecting, reading, writing}) {
            if (operation != null) {
                post(operation, PipeCalls.BROKEN_PIPE, 0);
            }
        }
        connecting = null;
        reading = null;
        writing = null;
        unwritten = new byte[0];
    }

    /** Moves bytes of the peer's write into the buffer, as far as there is space. */
    private void fill() {
        FakeEnd writer = peer;
        if (writer == null || writer.writing == null) {
            return;
        }
        int room = QUOTA - inbox.length + (reading == null ? 0 : reading.capacity());
        int count = Math.min(room, writer.unwritten.length);
        ByteArrayOutputStream more = new ByteArrayOutputStream();
        more.writeBytes(inbox);
        more.write(writer.unwritten, 0, count);
        inbox = more.toByteArray();
        writer.unwritten = Arrays.copyOfRange(writer.unwritten, count, writer.unwritten.length);
        if (writer.unwritten.length == 0) {
            writer.post(writer.writing, PipeCalls.OK, writer.written);
            writer.writing = null;
        }
        deliver();
    }

    private void deliver() {
        FakeOperation reader = reading;
        if (reader != null && inbox.length > 0) {
            int count = Math.min(reader.capacity(), inbox.length);
            reader.put(inbox, 0, count);
            inbox = Arrays.copyOfRange(inbox, count, inbox.length);
            reading = null;
            post(reader, PipeCalls.OK, count);
            fill();
        }
    }

    private void post(FakeOperation operation, int error, int bytes) {
        if (port == null) {
            throw new IllegalStateException("the handle is attached to no port");
        }
        port.post(operation, error, bytes);
    }
}
