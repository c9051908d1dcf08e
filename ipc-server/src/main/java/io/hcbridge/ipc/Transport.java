/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.function.Function;

/** A kind of local socket: unix sockets or named pipes. Thread-safe. */
public interface Transport {
    /**
     * Returns the address where a service of this name listens.
     *
     * @param socketDirectory directory of unix sockets; named pipes have none
     */
    Path address(Path socketDirectory, String name);

    /**
     * Starts to listen.
     *
     * @param sessions creates the session of each new connection; called on the listener's thread
     * @throws IOException naming the path and the rule, if it cannot listen as the options ask
     */
    Listener listen(ListenerOptions options, Function<Connection, Session> sessions) throws IOException;

    /**
     * Connects. If the server is busy, waits until the deadline.
     *
     * @throws ConnectException if nothing listens there, or this user may not connect
     * @throws IOException if the connection fails for another reason
     */
    ClientConnection connect(Path address, Deadline deadline) throws IOException;

    /** Whether a killed server leaves its socket as a file. */
    boolean leavesFiles();
}
