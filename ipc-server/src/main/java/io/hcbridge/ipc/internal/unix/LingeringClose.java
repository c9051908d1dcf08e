/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * The end of a conversation: the reply goes out, then what the peer still sends is thrown away, since closing with unread input
 * would turn the reply's end into a reset. A peer that has sent nothing more, the usual case, costs one read.
 */
final class LingeringClose {
    /** How long a peer may take to take a reply. */
    static final Duration WRITE_LIMIT = Duration.ofSeconds(5);

    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(1);
    private static final int DRAIN_BYTES = 2 << 20;

    private final SocketChannel channel;
    private final ByteBuffer reply;
    private int drained;

    LingeringClose(SocketChannel channel, byte[] reply) {
        this.channel = channel;
        this.reply = ByteBuffer.wrap(reply);
    }

    /** Goes on as far as can be without waiting; true if the connection is to be closed now. */
    boolean advance(ByteBuffer scratch) throws IOException {
        if (reply.hasRemaining()) {
            channel.write(reply);
        }
        return !reply.hasRemaining() && drain(scratch);
    }

    /** What has to happen before it can go on. */
    int interest() {
        return reply.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    }

    /** How long that may take. */
    Duration patience() {
        return reply.hasRemaining() ? WRITE_LIMIT : DRAIN_LIMIT;
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
