/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.peer;

import io.hcbridge.ipc.Peer;
import io.hcbridge.ipc.internal.DaemonThreads;
import io.hcbridge.ipc.internal.SafeLog;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Identifies each client and applies the admission rule. It has its own thread, because the lookup of a user's name may block and
 * because blocked handlers must not delay new clients. Thread-safe.
 */
public final class PeerAdmission implements AutoCloseable {
    private final String server;
    private final PeerSockets sockets;
    private final Function<Peer, Optional<String>> refusal;
    private final ExecutorService thread;

    /**
     * Starts no thread before the first client.
     *
     * @param server name of the server in the log
     * @param refusal returns the error text for a client that is not admitted, or empty
     */
    public PeerAdmission(String server, PeerSockets sockets, Function<Peer, Optional<String>> refusal) {
        this.server = server;
        this.sockets = sockets;
        this.refusal = refusal;
        this.thread = DaemonThreads.pool(server + " admission", 1);
    }

    /** Calls one of the two consumers once, on the admission thread. {@code refused} receives the error text for the client. */
    public void check(SocketChannel channel, Consumer<Peer> admitted, Consumer<String> refused) {
        thread.execute(() -> {
            Peer peer;
            Optional<String> problem;
            try {
                peer = sockets.peer(channel);
                problem = refusal.apply(peer);
            } catch (Throwable e) {
                if (channel.isOpen()) {
                    String event = server + ": refused a client: identification or admission rule failed";
                    SafeLog.warn(PeerAdmission.class, event, e);
                }
                refused.accept("permission denied: the server could not identify the client");
                return;
            }
            problem.ifPresentOrElse(refused, () -> admitted.accept(peer));
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
