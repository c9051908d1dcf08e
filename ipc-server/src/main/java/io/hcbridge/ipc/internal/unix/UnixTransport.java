/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.internal.transport.ClientConnection;
import io.hcbridge.ipc.internal.transport.Connection;
import io.hcbridge.ipc.internal.transport.Deadline;
import io.hcbridge.ipc.internal.transport.Listener;
import io.hcbridge.ipc.internal.transport.ListenerOptions;
import io.hcbridge.ipc.internal.transport.Session;
import io.hcbridge.ipc.internal.transport.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/** The transport of unix systems: the JDK's unix sockets. */
public final class UnixTransport implements Transport {
    @Override
    public Path address(Path socketDirectory, String name) {
        return socketDirectory.resolve(name + ".sock");
    }

    @Override
    public Listener listen(ListenerOptions options, Function<Connection, Session> sessions) throws IOException {
        return UnixListener.listen(options, sessions);
    }

    @Override
    public ClientConnection connect(Path address, Deadline deadline) throws IOException {
        return UnixClient.connect(address, deadline);
    }

    @Override
    public boolean leavesFiles() {
        return true;
    }
}
