/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

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

/** The transport of Windows: named pipes. */
public final class PipeTransport implements Transport {
    private static final String ROOT = "\\\\.\\pipe\\";

    private final PipeCalls calls;

    public PipeTransport(PipeCalls calls) {
        this.calls = calls;
    }

    @Override
    public Path address(Path socketDirectory, String name) {
        return Path.of(ROOT + name);
    }

    @Override
    public Listener listen(ListenerOptions options, Function<Connection, Session> sessions) throws IOException {
        return PipeListener.listen(calls, options, sessions);
    }

    @Override
    public ClientConnection connect(Path address, Deadline deadline) throws IOException {
        return PipeClient.connect(calls, address, deadline);
    }

    @Override
    public boolean leavesFiles() {
        return false;
    }
}
