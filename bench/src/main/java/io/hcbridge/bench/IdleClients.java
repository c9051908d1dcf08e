/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections to an agent that asked for a service which hangs: who asks for nothing would be sent away at once. */
final class IdleClients implements AutoCloseable {
    /** For what a process holds open beside them. */
    private static final int SPARE = 500;

    /** The target behind those that others ask for. */
    private static final int HUNG = Workplace.ASKED;

    private static final byte[] QUESTION = ("t" + HUNG + "\n").getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress agent;
    private final SlowService service;
    private final List<SocketChannel> channels = new ArrayList<>();

    IdleClients(Workplace place, int port) throws IOException {
        agent = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        service = new SlowService(place.service(HUNG), place.directory());
    }

    /** Opens so many more. */
    void open(int more) throws IOException {
        for (int i = 0; i < more; i++) {
            SocketChannel channel = SocketChannel.open(agent);
            channels.add(channel);
            channel.write(ByteBuffer.wrap(QUESTION));
        }
    }

    /** Why a process may not hold so many; empty if it may. A JVM takes the hard limit, and so do its children. */
    static String obstacle(int count) {
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long limit = system.getMaxFileDescriptorCount();
        return limit >= count + SPARE
                ? ""
                : "not measured: ulimit -Hn is " + limit + ", must be " + (count + SPARE) + " or more";
    }

    int count() {
        return channels.size();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        service.close();
    }
}
