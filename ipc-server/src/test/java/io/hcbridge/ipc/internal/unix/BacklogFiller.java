/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Clients that fill the backlog of a server that does not accept. */
public final class BacklogFiller implements AutoCloseable {
    private static final int LIMIT = 100;

    private final List<SocketChannel> clients = new ArrayList<>();

    private BacklogFiller() {}

    /** Connects until the backlog is full. */
    public static BacklogFiller fill(Path socket) throws IOException {
        BacklogFiller crowd = new BacklogFiller();
        while (crowd.connects(socket)) {
            assertThat(crowd.clients).hasSizeLessThan(LIMIT);
        }
        return crowd;
    }

    private boolean connects(Path socket) throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            client.configureBlocking(false);
            client.connect(UnixDomainSocketAddress.of(socket));
            clients.add(client);
            return true;
        } catch (IOException full) {
            client.close();
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel client : clients) {
            client.close();
        }
    }
}
