/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.handover;

import io.hcbridge.bridge.config.ListenAddress;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening sockets that this process has got and that no server uses yet, by address. Owns their descriptors. Thread-safe. */
public final class InheritedSockets implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(InheritedSockets.class);

    // Guarded by this.
    private final Map<ListenAddress, ListeningSocket> sockets = new LinkedHashMap<>();

    /** Adds sockets. A socket of the same address that is present already is kept, and the added one is closed. */
    public synchronized void addMissing(List<ListeningSocket> added) {
        for (ListeningSocket socket : added) {
            if (sockets.putIfAbsent(socket.address(), socket) != null) {
                close(socket);
            }
        }
    }

    /** Replaces all sockets that a master has handed over. Those of systemd, which stay the same, are kept. */
    public synchronized void replace(List<ListeningSocket> handedOver, List<ListeningSocket> before) {
        for (ListeningSocket socket : before) {
            if (sockets.remove(socket.address(), socket)) {
                close(socket);
            }
        }
        addMissing(handedOver);
    }

    /** Removes and returns the socket of an address. It belongs to the caller then. */
    public synchronized Optional<ListeningSocket> take(ListenAddress address) {
        return Optional.ofNullable(sockets.remove(address));
    }

    /** Returns the number of sockets. */
    public synchronized int size() {
        return sockets.size();
    }

    /** Closes the sockets that were not taken. Other processes that have them still listen. */
    @Override
    public synchronized void close() {
        new ArrayList<>(sockets.values()).forEach(InheritedSockets::close);
        sockets.clear();
    }

    static void close(ListeningSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.warn("listener {}: cannot close its descriptor: {}", socket.address(), e.getMessage());
        }
    }
}
