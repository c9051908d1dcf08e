/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.socket.Connection;
import io.hcbridge.bridge.socket.Sockets;
import io.hcbridge.ipc.health.SocketFile;
import io.hcbridge.ipc.health.SocketFileException;
import io.hcbridge.ipc.internal.Durations;
import io.hcbridge.protocol.health.SocketName;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks the health socket that a service's {@code .hc-socket} names. Belongs to one event loop. */
final class HealthProbe implements Probe {
    private final EventLoop loop;
    private final Executor fileReaders;
    private final SocketFile socketFile;
    private final Path socketDirectory;
    private final long timeoutMillis;
    private final String silence;
    private final Sockets sockets;

    private boolean readingFile;
    private @Nullable Path pingOnly;
    /** Who listens on the socket; found out once for each name, as it is for persons only. */
    private String peer = "";

    private @Nullable HealthProbeRun last;

    /** @param fileReaders reads a changed {@code .hc-socket}, off the event loop, since a hostile file may block its reader */
    HealthProbe(EventLoop loop, Sockets sockets, Executor fileReaders, HealthProbeConfig config, Duration timeout) {
        this.loop = loop;
        this.fileReaders = fileReaders;
        this.socketFile = new SocketFile(config.directory());
        this.socketDirectory = config.socketDirectory();
        this.timeoutMillis = timeout.toMillis();
        this.silence = "no answer within " + Durations.format(timeout);
        this.sockets = sockets;
    }

    @Override
    public void start(Consumer<ProbeResult> done) {
        HealthProbeRun run = new HealthProbeRun(this, done);
        last = run;
        run.begin();
    }

    @Override
    public String describeLast() {
        return socketFile.path() + ", " + (last == null ? "not asked yet" : last.describe());
    }

    /** Whether {@code status} is worth asking: until the server behind this socket has shown that it does not know it. */
    boolean understandsStatus(Path socket) {
        return !socket.equals(pingOnly);
    }

    /** Remembered until {@code .hc-socket} changes. */
    void doesNotUnderstandStatus(Path socket) {
        pingOnly = socket;
    }

    void met(Connection connection) {
        if (peer.isEmpty()) {
            try {
                peer = connection.peer();
            } catch (IOException e) {
                // It is gone already; the next one will tell.
            }
        }
    }

    String peer() {
        return peer;
    }

    EventLoop loop() {
        return loop;
    }

    Sockets sockets() {
        return sockets;
    }

    long timeoutMillis() {
        return timeoutMillis;
    }

    String silence() {
        return silence;
    }

    /**
     * Finds the socket: at once where {@code .hc-socket} is still what was read last, else from a reader's thread.
     *
     * @param then gets, on the event loop, the path or what is wrong with the file
     */
    void locate(BiConsumer<@Nullable Path, @Nullable IOException> then) {
        if (readingFile) {
            // The probe that began it gave up; the file must be on a file system that hangs.
            then.accept(null, new IOException("still reading " + SocketName.FILE_NAME));
            return;
        }
        Optional<SocketName> name = socketFile.unchanged();
        if (name.isPresent()) {
            then.accept(name.get().socketIn(socketDirectory), null);
            return;
        }
        readingFile = true;
        fileReaders.execute(() -> read(then));
    }

    private void read(BiConsumer<@Nullable Path, @Nullable IOException> then) {
        try {
            Path socket = socketFile.read().socketIn(socketDirectory);
            loop.execute(() -> wasRead(then, socket, null));
        } catch (SocketFileException e) {
            loop.execute(() -> wasRead(then, null, e));
        }
    }

    private void wasRead(
            BiConsumer<@Nullable Path, @Nullable IOException> then,
            @Nullable Path socket,
            @Nullable IOException problem) {
        readingFile = false;
        pingOnly = null;
        peer = "";
        then.accept(socket, problem);
    }
}
