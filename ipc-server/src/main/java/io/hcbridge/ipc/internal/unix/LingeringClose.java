/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Ends a connection: writes the reply, then reads and discards further input. Closing with unread input would reset the connection, and
 * the peer could lose the end of the reply. Usually there is no further input, and this costs one read.
 */
final class LingeringClose {
    /** Time limit for writing a reply. */
    static final Duration WRITE_LIMIT = Duration.ofSeconds(5);

    /** Limits for discarding input. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(1);

    private static final int DRAIN_BYTES = 2 << 20;

    private final SocketChannel channel;
    private final ByteBuffer reply;
    private int drained;

    LingeringClose(SocketChannel channel, byte[] reply) {
        this.channel = channel;
        this.reply = ByteBuffer.wrap(reply);
    }

    /** Continues as far as possible without waiting. Returns true if the connection must be closed now. */
    boolean advance(ByteBuffer scratch) throws IOException {
        if (reply.hasRemaining()) {
            channel.write(reply);
        }
        return !reply.hasRemaining() && drain(scratch);
    }

    /** The selector operation that {@link #advance} waits for. */
    int interest() {
        return reply.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    }

    /** Returns the time limit for the current wait. */
    Duration patience() {
        return reply.hasRemaining() ? WRITE_LIMIT : DRAIN_LIMIT;
    }

    /** Returns whether the reply is written, and the connection only waits for the end of the input. */
    boolean isReplyWritten() {
        return !reply.hasRemaining();
    }

    private boolean drain(ByteBuffer scratch) throws IOException {
        int count = channel.read(scratch.clear());
        while (count > 0 && drained <= DRAIN_BYTES) {
            if (drained == 0) {
                channel.shutdownOutput();
            }
            drained += count;
            count = channel.read(scratch.clear());
        }
        return count != 0 || drained == 0;
    }
}
