/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Unix sockets in the event loop's own selector, below Netty's channels: a probe is a connect, a write, a read and a close, and
 * needs nothing of a pipeline. Belongs to the loop.
 */
interface ProbeSockets {
    /** One connection. */
    interface ProbeSocket {
        /** Gives up silently where the peer is gone: it may have answered before it read. */
        void send(byte[] question);

        /**
         * Who listens there, for a person, as far as this system tells.
         *
         * @throws IOException if the peer is gone
         */
        String peer() throws IOException;

        /** Idempotent; the listener hears no more. */
        void close();
    }

    /** What a connection reads from. */
    interface Source {
        /** As a channel does: how many bytes it put into the buffer, negative at the end. */
        int read(ByteBuffer into) throws IOException;
    }

    /** Who waits for the answer. */
    interface ProbeListener {
        /** Takes what one read brings. */
        default void hear(Source source, ByteBuffer buffer) {
            int count;
            try {
                count = source.read(buffer.clear());
            } catch (IOException e) {
                ended("the connection broke: " + e.getMessage());
                return;
            }
            if (count > 0) {
                received(buffer.flip());
            } else if (count < 0) {
                ended("closed without an answer");
            }
        }

        /** Bytes, to be consumed before returning. */
        void received(ByteBuffer bytes);

        /** Nothing more will come; {@code how} is for a person. */
        void ended(String how);
    }

    /**
     * Connects; that of a unix socket succeeds or fails at once.
     *
     * @throws IOException of the types that {@link io.hcbridge.ipc.Refusal} explains
     */
    ProbeSocket connect(Path socket, ProbeListener listener) throws IOException;

    /** Those of the loop's kind. */
    static ProbeSockets on(EventLoop loop) {
        IoEventLoop io = (IoEventLoop) loop;
        return io.isIoType(EpollIoHandler.class) ? new EpollProbeSockets(io) : new NioProbeSockets(io);
    }
}
