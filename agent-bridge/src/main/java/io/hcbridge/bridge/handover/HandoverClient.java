/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.handover;

import io.hcbridge.bridge.config.ListenAddress;
import io.hcbridge.ipc.internal.OwnUser;
import io.hcbridge.ipc.internal.transport.Deadline;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.FileDescriptorCast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A standby's connection to the master. It gets the master's listening sockets at its begin, and ends with the master. Belongs to one
 * thread.
 */
public final class HandoverClient implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(HandoverClient.class);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    /** Enough for the control message of 253 descriptors, the most that the kernel passes. */
    private static final int CONTROL_BYTES = 2048;

    private final AFUNIXSocket connection;
    private final List<ListeningSocket> sockets;

    private HandoverClient(AFUNIXSocket connection, List<ListeningSocket> sockets) {
        this.connection = connection;
        this.sockets = sockets;
    }

    /**
     * Connects to the master and gets its sockets.
     *
     * @param wanted addresses of this bridge's configuration; sockets of other addresses are closed
     * @throws IOException if no master listens on the path, or another user's process, or the process sends something else
     */
    public static HandoverClient connect(Path path, List<ListenAddress> wanted) throws IOException {
        AFUNIXSocket connection = AFUNIXSocket.newInstance();
        try {
            connection.setAncillaryReceiveBufferSize(CONTROL_BYTES);
            connection.connect(AFUNIXSocketAddress.of(path), (int) LIMIT.toMillis());
            HandoverPeer.requireTrusted(connection, OwnUser.uid());
            return new HandoverClient(connection, receive(connection, wanted));
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Returns the sockets that belong to this configuration. They belong to the caller. */
    public List<ListeningSocket> sockets() {
        return sockets;
    }

    /**
     * Waits until the master has ended or hands over, but at most for {@code limit}.
     *
     * @return whether the connection has ended
     */
    public boolean awaitEnd(Duration limit) {
        try {
            connection.setSoTimeout((int) Math.max(1, limit.toMillis()));
            // A master sends nothing more. If it does, the connection is of no use either.
            connection.getInputStream().read();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    private static List<ListeningSocket> receive(AFUNIXSocket connection, List<ListenAddress> wanted)
            throws IOException {
        Deadline deadline = Deadline.after(LIMIT);
        HandoverMessage message = HandoverMessage.read(new DeadlineInput(connection, deadline));
        // junixsocket owns these descriptors and closes them with the connection.
        FileDescriptor[] received = connection.getReceivedFileDescriptors();
        int count = received == null ? 0 : received.length;
        if (count != message.entries().size()) {
            throw new IOException("the master describes " + message.entries().size() + " sockets and sends " + count
                    + " descriptors");
        }
        Map<String, ListenAddress> byText =
                wanted.stream().collect(Collectors.toMap(ListenAddress::toString, Function.identity()));
        List<ListeningSocket> accepted = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                HandoverMessage.Entry entry = message.entries().get(i);
                ListenAddress address = byText.remove(entry.address());
                if (address != null) {
                    checked(address, number(received[i]), entry.identity()).ifPresent(accepted::add);
                }
            }
        } catch (IOException | RuntimeException e) {
            accepted.forEach(InheritedSockets::close);
            throw e;
        }
        return accepted;
    }

    /** Returns an own descriptor of the socket; empty if it is another socket than the master says. */
    private static Optional<ListeningSocket> checked(ListenAddress address, int descriptor, Optional<String> identity)
            throws IOException {
        try {
            SocketCheck.requireListening(descriptor);
            if (!SocketCheck.isAt(descriptor, address)) {
                throw new IOException("it listens on " + SocketCheck.describe(descriptor));
            }
        } catch (IOException e) {
            LOG.warn("listener {}: the master's descriptor is not used: {}", address, e.getMessage());
            return Optional.empty();
        }
        int own = DescriptorCalls.duplicate(descriptor);
        DescriptorCalls.doNotBlock(own);
        return Optional.of(new ListeningSocket(address, own, identity));
    }

    private static int number(FileDescriptor descriptor) throws IOException {
        return FileDescriptorCast.using(descriptor).as(Integer.class);
    }
}
