/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/** A client's end of a connection, blocking. Belongs to one thread; an interrupt of that thread ends every wait. */
public interface ClientConnection extends Closeable {
    /** Sends what it can before the deadline. A closed connection is not an error, because the server may have replied without reading. */
    void send(byte[] bytes, Deadline deadline);

    /**
     * Waits for bytes and puts some into {@code buffer}.
     *
     * @return the number of bytes; 0 if none came before the deadline or the thread was interrupted; -1 if the server has closed
     *     its end or reset the connection
     */
    int receive(ByteBuffer buffer, Deadline deadline);

    /** The user of the process that listens at the other end; empty on a named pipe. May look a name up. */
    Optional<UserPrincipal> peer() throws IOException;
}
