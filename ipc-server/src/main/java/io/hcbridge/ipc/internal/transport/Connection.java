/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.transport;

import java.nio.channels.SocketChannel;
import java.time.Duration;

/** The server side of a connection. Only the listener's thread may call a method that is not marked as thread-safe. */
public interface Connection {
    /** Calls {@link Session#onTimeout()} once, after this time. Replaces an earlier timeout. */
    void setTimeout(Duration time);

    /**
     * Stops reading until {@link #finish} or {@link #send}. Called when the request is complete. Bytes that arrived with the request
     * and were not consumed are passed to the session after {@link #send}.
     */
    void pause();

    /**
     * Sends the reply, possibly empty, and then reads the next request. Must follow {@link #pause}. {@link Session#sent} is called
     * when the reply is written. Closes the connection if the peer does not read the reply within 5 s. Thread-safe. Does not block.
     */
    void send(byte[] reply);

    /**
     * Sends the reply, possibly empty, and closes the connection. Only the first call has an effect. The session is not called after
     * this. Thread-safe. Does not block.
     *
     * <p>Before the close, input from the peer is read and discarded, for at most 1 s and 2 MiB. Closing with unread input would
     * reset the connection, and the peer could lose the end of the reply.
     */
    void finish(byte[] reply);

    /**
     * Runs a task on the listener's thread, after the current call of the session. The task may block. A short task needs no thread
     * switch. If the task takes long, another thread continues the listener.
     *
     * @return false if this is not possible now; the task is not run then
     */
    default boolean runInline(Runnable task) {
        return false;
    }

    /**
     * Returns the channel. Use it only to identify the peer, because only the listener may read and write it. Thread-safe.
     *
     * @throws UnsupportedOperationException on a named pipe, which has no channel
     */
    SocketChannel channel();
}
