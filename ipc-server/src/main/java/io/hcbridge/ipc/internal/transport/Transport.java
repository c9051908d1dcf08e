/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.function.Function;

/** Creates and connects local sockets of one kind: unix sockets or named pipes. Thread-safe. */
public interface Transport {
    /**
     * Returns the address of the socket with this name.
     *
     * @param socketDirectory directory of unix sockets; not used for named pipes
     */
    Path address(Path socketDirectory, String name);

    /**
     * Starts to listen.
     *
     * @param sessions creates the session of each new connection; called on the listener's thread
     * @throws IOException if it cannot listen with these options; the message names the path and the rule
     */
    Listener listen(ListenerOptions options, Function<Connection, Session> sessions) throws IOException;

    /**
     * Connects. Retries until the deadline while the server is busy.
     *
     * @throws ConnectException if no process listens there, or this user has no permission
     * @throws IOException if the connection fails for another reason
     */
    ClientConnection connect(Path address, Deadline deadline) throws IOException;

    /** Returns whether the socket of a killed server remains as a file. */
    boolean leavesFiles();
}
