/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/** The client side of a connection. Its methods block. Not thread-safe. An interrupt of the thread ends every wait. */
public interface ClientConnection extends Closeable {
    /**
     * Sends as many bytes as possible before the deadline. A closed connection is not an error, because the server may have replied
     * without reading.
     */
    void send(byte[] bytes, Deadline deadline);

    /**
     * Waits for bytes and writes them into {@code buffer}.
     *
     * @return the number of bytes; 0 if no byte arrived before the deadline or the thread was interrupted; -1 if the server has
     *     closed or reset the connection
     */
    int receive(ByteBuffer buffer, Deadline deadline);

    /** Returns the user of the server process; empty on a named pipe. May block, because it looks up the user's name. */
    Optional<UserPrincipal> peer() throws IOException;
}
