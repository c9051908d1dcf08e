/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.probe.BlockingCalls;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.ipc.internal.client.PublishedSocket;
import io.hcbridge.ipc.internal.client.SocketFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds the socket that a service's {@code .hc-socket} names. While the file is unchanged, this costs one {@code lstat}. A changed file is
 * read on another thread, because reading may block. Belongs to the event loop.
 */
final class SocketLocator {
    private final SocketFile file;
    private final Path socketDirectory;
    private final LocalSockets sockets;
    private final BlockingCalls calls;

    private @Nullable ServiceSocket known;

    SocketLocator(ProbeEnvironment environment, LocalSockets sockets, HealthProbeConfig config) {
        this.file = config.socketFile();
        this.socketDirectory = config.socketDirectory();
        this.sockets = sockets;
        this.calls = new BlockingCalls(environment.loop(), environment.blocking());
    }

    /** Returns the path of the file that names the socket. */
    Path file() {
        return file.path();
    }

    /** Finds the socket. The callback is called at once if the file is unchanged. It is not called after {@link #giveUp}. */
    void locate(BlockingCalls.Callback<ServiceSocket> callback) {
        ServiceSocket socket = known;
        if (socket != null && file.isUnchanged()) {
            callback.returned(socket);
            return;
        }
        known = null;
        calls.start(this::read, new BlockingCalls.Callback<>() {
            @Override
            public void returned(ServiceSocket found) {
                known = found;
                callback.returned(found);
            }

            @Override
            public void failed(IOException why) {
                callback.failed(why);
            }

            @Override
            public void broke(BridgeFault fault) {
                callback.broke(fault);
            }
        });
    }

    /** Forces the file to be read again the next time. */
    void forget() {
        known = null;
    }

    /** Returns whether the file is being read. */
    boolean isReading() {
        return calls.isBusy();
    }

    /** Abandons a read. Returns whether it had started. */
    boolean giveUp() {
        return calls.giveUp();
    }

    /** Reads the file. Runs on another thread. */
    private ServiceSocket read() throws IOException {
        PublishedSocket published = file.read();
        Path path = published.name().socketIn(socketDirectory);
        return new ServiceSocket(path, sockets.address(path), published.trust().inspect(path));
    }
}
