/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import io.hcbridge.ipc.internal.SafeLog;
import io.hcbridge.ipc.internal.pipe.PipeCalls.Completion;
import io.hcbridge.ipc.internal.transport.Connection;
import io.hcbridge.ipc.internal.transport.Session;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Accepts clients and keeps the set of open connections. Only the loop's thread may use it.
 *
 * <p>Creates the next instance of the pipe before it serves the client of the last one. Without a free instance, clients would get the
 * error that the pipe does not exist. If the limit is reached, the oldest connection without a complete request is closed.
 */
final class PipeAcceptor {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final PipeLoop loop;
    private final String pipe;
    private final String access;
    private final int maxConnections;
    private final Function<Connection, Session> sessions;

    /** In the order of acceptance. */
    private final Set<PipeConnection> open = new LinkedHashSet<>();

    private long listening;
    private Operation waiting;
    private boolean isListening = true;

    /**
     * Creates the first instance. Clients can connect from now on.
     *
     * @throws IOException if the name is already in use, or the instance cannot be created
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

    /** Waits for the next client, or accepts the client that is already connected. */
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

    /** Replaces the instance of a client that has disconnected before it was accepted. */
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
            // Runs later: a burst of clients must neither nest calls nor delay the other connections.
            loop.execute(this::listenIfOpen);
        } catch (IOException e) {
            SafeLog.warn(PipeAcceptor.class, "pipe " + pipe + ": cannot create the next instance (retry in 100 ms)", e);
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
