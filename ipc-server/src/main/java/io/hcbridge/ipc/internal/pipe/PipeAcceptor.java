/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import io.hcbridge.ipc.Connection;
import io.hcbridge.ipc.Session;
import io.hcbridge.ipc.internal.SafeLog;
import io.hcbridge.ipc.internal.pipe.PipeCalls.Completion;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Lets clients in, and knows all that are in. Belongs to the loop's thread.
 *
 * <p>The next instance of the pipe stands ready before the client of the last one is served; else clients would be told that there
 * is no such pipe. When there is no room, the one that has kept its request back for longest goes.
 */
final class PipeAcceptor {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final PipeLoop loop;
    private final String pipe;
    private final String access;
    private final int maxConnections;
    private final Function<Connection, Session> sessions;

    /** In the order of arrival. */
    private final Set<PipeConnection> open = new LinkedHashSet<>();

    private long listening;
    private Operation waiting;
    private boolean isListening = true;

    /**
     * Makes the first instance, so that from now on clients can come.
     *
     * @throws IOException if the name is taken, or the instance cannot be made
     */
    PipeAcceptor(PipeLoop loop, String pipe, String access, int maxConnections, Function<Connection, Session> sessions)
            throws IOException {
        this.loop = loop;
        this.pipe = pipe;
        this.access = access;
        this.maxConnections = maxConnections;
        this.sessions = sessions;
        listening = create(true);
        waiting = loop.calls().operation(PipeConnection.BUFFER_BYTES);
    }

    /** Waits for the next client, or takes the one that is already there. */
    void listen() {
        int code = loop.begin(waiting, () -> loop.calls().connect(listening, waiting), this::connected);
        if (code == PipeCalls.PIPE_CONNECTED) {
            accept();
        } else if (code != PipeCalls.OK && code != PipeCalls.IO_PENDING) {
            replace();
        }
    }

    void closeAll() {
        for (PipeConnection connection : Set.copyOf(open)) {
            connection.close();
        }
        if (isListening) {
            isListening = false;
            loop.calls().close(listening);
            loop.release(waiting);
        }
    }

    private void connected(Completion completion) {
        if (!isListening) {
            return;
        }
        if (completion.error() == PipeCalls.OK) {
            accept();
        } else {
            replace();
        }
    }

    private void accept() {
        long accepted = listening;
        Operation operation = waiting;
        isListening = false;
        renew();
        makeRoom();
        PipeConnection connection = new PipeConnection(loop, accepted, operation, sessions, open::remove);
        open.add(connection);
        connection.read();
    }

    /** For a client that came and went before it could be let in. */
    private void replace() {
        long dead = listening;
        Operation operation = waiting;
        isListening = false;
        renew();
        loop.calls().close(dead);
        loop.release(operation);
    }

    private void renew() {
        try {
            listening = create(false);
            waiting = loop.calls().operation(PipeConnection.BUFFER_BYTES);
            isListening = true;
            // Not at once: a flood of clients must not nest calls, nor keep the others from their turn.
            loop.execute(this::listenIfOpen);
        } catch (IOException e) {
            SafeLog.warn(PipeAcceptor.class, "clients of " + pipe + " have to wait", e);
            loop.alarms().set(System.nanoTime() + PAUSE_NANOS, this::renew);
        }
    }

    private void listenIfOpen() {
        if (isListening) {
            listen();
        }
    }

    private long create(boolean first) throws PipeException {
        long handle = loop.calls().createInstance(pipe, first, access);
        try {
            loop.attach(handle);
            return handle;
        } catch (PipeException e) {
            loop.calls().close(handle);
            throw e;
        }
    }

    private void makeRoom() {
        if (open.size() >= maxConnections) {
            open.stream()
                    .filter(PipeConnection::awaitsRequest)
                    .findFirst()
                    .or(() -> open.stream().findFirst())
                    .ifPresent(PipeConnection::close);
        }
    }
}
