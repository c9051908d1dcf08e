/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import io.hcbridge.ipc.internal.transport.Connection;
import io.hcbridge.ipc.internal.transport.Listener;
import io.hcbridge.ipc.internal.transport.ListenerOptions;
import io.hcbridge.ipc.internal.transport.Session;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A listening named pipe, served by one daemon thread. No client and no session can end or block it. Thread-safe.
 */
final class PipeListener implements Listener {
    private static final long CLOSE_MILLIS = 2000;

    private final PipeLoop loop;
    private final PipeAcceptor acceptor;
    private final Thread thread;
    private final AtomicBoolean closed = new AtomicBoolean();

    private PipeListener(PipeLoop loop, PipeAcceptor acceptor, String name) {
        this.loop = loop;
        this.acceptor = acceptor;
        this.thread = new Thread(loop, name);
        thread.setDaemon(true);
    }

    /**
     * Starts to listen.
     *
     * @throws IOException if the pipe cannot be created with these options; the message names the pipe
     */
    static PipeListener listen(PipeCalls calls, ListenerOptions options, Function<Connection, Session> sessions)
            throws IOException {
        String pipe = options.path().toString();
        String access = PipeAccess.descriptor(calls, options.users(), options.goUsers());
        PipeLoop loop = new PipeLoop(calls);
        try {
            PipeAcceptor acceptor = new PipeAcceptor(loop, pipe, access, options.maxConnections(), sessions);
            PipeListener listener = new PipeListener(loop, acceptor, "listener " + pipe);
            loop.execute(acceptor::listen);
            listener.thread.start();
            return listener;
        } catch (IOException | RuntimeException | Error e) {
            loop.close();
            throw e;
        }
    }

    /** Closes the pipe and all connections, and waits at most 2 s for the thread to end. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            loop.stop(acceptor::closeAll);
            awaitEnd();
        }
    }

    private void awaitEnd() {
        try {
            // A session that closes its own listener runs on this thread and must not wait for it.
            if (Thread.currentThread() != thread) {
                thread.join(CLOSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
