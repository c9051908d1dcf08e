/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.internal.SafeLog;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * Identifies each client and applies the admission rule. It has its own thread, because the lookup of a user's name may block and
 * because blocked handlers must not delay new clients. Thread-safe.
 */
final class Admission implements AutoCloseable {
    private final PeerSockets sockets;
    private final AdmissionRule rule;
    private final ExecutorService thread = Commands.threads("command admission", 1);

    Admission(PeerSockets sockets, AdmissionRule rule) {
        this.sockets = sockets;
        this.rule = rule;
    }

    /** Calls one of the two consumers once, on the admission thread. {@code refused} receives the error text for the client. */
    void check(SocketChannel channel, Consumer<Peer> admitted, Consumer<String> refused) {
        thread.execute(() -> {
            Peer peer;
            try {
                peer = sockets.peer(channel);
                rule.check(peer);
            } catch (CommandException e) {
                refused.accept(String.valueOf(e.getMessage()));
                return;
            } catch (Throwable e) {
                if (channel.isOpen()) {
                    SafeLog.warn(
                            Admission.class,
                            "command server: refused a client: identification or admission rule failed",
                            e);
                }
                refused.accept("permission denied: the server could not identify the client");
                return;
            }
            admitted.accept(peer);
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
