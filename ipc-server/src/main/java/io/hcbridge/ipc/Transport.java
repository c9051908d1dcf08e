/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.function.Function;

/** What kind of local socket is used. Thread-safe. */
public interface Transport {
    /**
     * Where a service of this name listens.
     *
     * @param socketDirectory of unix sockets; named pipes have a place of their own
     */
    Path address(Path socketDirectory, String name);

    /**
     * Listens from now on.
     *
     * @param sessions makes the session of each new connection; called on the listener's thread
     * @throws IOException naming the path and the rule, if it cannot listen as the options ask
     */
    Listener listen(ListenerOptions options, Function<Connection, Session> sessions) throws IOException;

    /**
     * Connects, and waits for a server that is merely busy.
     *
     * @throws ConnectException if nobody listens there, or does not let us in
     * @throws IOException if it cannot be connected to for another reason
     */
    ClientConnection connect(Path address, Deadline deadline) throws IOException;

    /** Whether a killed server leaves its socket behind as a file. */
    boolean leavesFiles();
}
