/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import java.nio.channels.SocketChannel;
import java.time.Duration;

/** One peer, as its {@link Session} sees it. For the listener's thread, where not said otherwise. */
public interface Connection {
    /** Calls {@link Session#onTimeout()} once after so long, in place of an earlier such wish. */
    void setTimeout(Duration time);

    /**
     * The request is complete: what the peer sends from now on is left alone until {@link #finish} or {@link #send}. Bytes that
     * came with the request and were not consumed are given to the session again after {@link #send}.
     */
    void pause();

    /**
     * Sends the reply to the request that was paused for, which may be empty, and goes on to the next; {@link Session#sent} tells
     * when. For any thread, returns at once. A peer that does not take the reply within 5 s is dropped.
     */
    void send(byte[] reply);

    /**
     * Sends the reply, which may be empty, and closes; the first call counts. For any thread, returns at once, and the session is
     * not called any more once the reply is on its way.
     *
     * <p>A peer that has sent more than was read is listened to until it ends, for 1 s and 2 MiB at the most: closing with
     * unread input would turn the reply's end into a reset.
     */
    void finish(byte[] reply);

    /**
     * Runs a task that may block: on the listener's own thread, once the session's turn is over, which saves waking another one for
     * what is done in a moment. Whenever the task takes longer than that, another thread takes the listener over.
     *
     * @return false if this cannot be had now, and the task is not run
     */
    default boolean runInline(Runnable task) {
        return false;
    }

    /**
     * The channel itself, for asking who the peer is. For any thread; what it carries belongs to the listener.
     *
     * @throws UnsupportedOperationException on a named pipe, which has no channel
     */
    SocketChannel channel();
}
