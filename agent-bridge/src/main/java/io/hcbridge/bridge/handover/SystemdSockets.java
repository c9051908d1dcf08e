/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.handover;

import io.hcbridge.bridge.config.ListenAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The listening sockets that a service manager passes to this process, as systemd does: the environment variable {@code LISTEN_FDS} has
 * their number, {@code LISTEN_PID} the process they are for, and {@code LISTEN_FDNAMES} their names. The first one is descriptor 3.
 */
public final class SystemdSockets {
    private static final int FIRST = 3;

    private final Map<String, String> environment;
    private final int first;

    private SystemdSockets(Map<String, String> environment, int first) {
        this.environment = environment;
        this.first = first;
    }

    /**
     * Returns the sockets for this process; empty if there are none. May be called once.
     *
     * @param addresses the addresses of the configuration; each socket must belong to one of them
     * @throws IOException if a descriptor is not a listening socket of such an address; the message says what to do
     */
    public static List<ListeningSocket> take(List<ListenAddress> addresses) throws IOException {
        return take(System.getenv(), ProcessHandle.current().pid(), FIRST, addresses);
    }

    /** @param first number of the first descriptor */
    static List<ListeningSocket> take(
            Map<String, String> environment, long pid, int first, List<ListenAddress> addresses) throws IOException {
        return Long.toString(pid).equals(environment.get("LISTEN_PID"))
                ? new SystemdSockets(environment, first).all(addresses)
                : List.of();
    }

    private List<ListeningSocket> all(List<ListenAddress> addresses) throws IOException {
        int count = count();
        List<ListeningSocket> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try {
                found.add(socket(first + i, addresses));
            } catch (IOException e) {
                throw new IOException(
                        "socket " + name(i) + " of the service manager (descriptor " + (first + i) + "): "
                                + e.getMessage(),
                        e);
            }
        }
        return found;
    }

    private int count() throws IOException {
        String text = environment.getOrDefault("LISTEN_FDS", "");
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > HandoverMessage.MAX_ENTRIES) {
            throw new IOException("LISTEN_FDS: '" + text + "' must be a number up to " + HandoverMessage.MAX_ENTRIES);
        }
        return Integer.parseInt(text);
    }

    private static ListeningSocket socket(int descriptor, List<ListenAddress> addresses) throws IOException {
        SocketCheck.requireListening(descriptor);
        for (ListenAddress address : addresses) {
            if (SocketCheck.isAt(descriptor, address)) {
                DescriptorCalls.closeOnExec(descriptor);
                DescriptorCalls.doNotBlock(descriptor);
                return new ListeningSocket(address, descriptor, Optional.empty());
            }
        }
        throw new IOException("it listens on " + SocketCheck.describe(descriptor)
                + ", which is not in agent.listen; add it there, or remove it from the socket unit");
    }

    private String name(int index) {
        String[] names = environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1);
        return index < names.length && !names[index].isEmpty() ? names[index] : Integer.toString(index + 1);
    }
}
