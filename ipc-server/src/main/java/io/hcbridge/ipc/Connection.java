/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import java.nio.channels.SocketChannel;
import java.time.Duration;

/** The connection of one peer. Only the listener's thread may use it, except where a method says otherwise. */
public interface Connection {
    /** Calls {@link Session#onTimeout()} once after this time. Replaces an earlier timeout. */
    void setTimeout(Duration time);

    /**
     * Stops reading, because the request is complete, until {@link #finish} or {@link #send}. Bytes that came with the request and
     * were not consumed are passed to the session after {@link #send}.
     */
    void pause();

    /**
     * Sends the reply after {@link #pause}, which may be empty, and then reads the next request; {@link Session#sent} is called when
     * the reply is written. Thread-safe; returns at once. A peer that does not read the reply within 5 s is disconnected.
     */
    void send(byte[] reply);

    /**
     * Sends the reply, which may be empty, and closes. Only the first call has an effect. Thread-safe; returns at once. The session
     * is not called after this.
     *
     * <p>If the peer has sent more than was read, the rest is read and discarded, for at most 1 s and 2 MiB: closing with unread
     * input would reset the connection, and the peer could lose the end of the reply.
     */
    void finish(byte[] reply);

    /**
     * Runs a task that may block on the listener's own thread, after the session's turn. For a short task this saves a change of
     * threads. If the task takes long, another thread continues the listener.
     *
     * @return false if this is not possible now; then the task is not run
     */
    default boolean runInline(Runnable task) {
        return false;
    }

    /**
     * The channel, for identifying the peer. Thread-safe, but only the listener may read and write it.
     *
     * @throws UnsupportedOperationException on a named pipe, which has no channel
     */
    SocketChannel channel();
}
