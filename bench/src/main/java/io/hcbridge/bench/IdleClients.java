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

/** Idle connections to an agent. They have requested a service that does not reply, so the agent keeps them open. */
final class IdleClients implements AutoCloseable {
    /** Number of other open files of a process. */
    private static final int SPARE = 500;

    /** The target after the targets of the measured clients. */
    private static final int HUNG = BenchEnvironment.ASKED;

    private static final byte[] QUESTION = ("t" + HUNG + "\n").getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress agent;
    private final SlowService service;
    private final List<SocketChannel> channels = new ArrayList<>();

    IdleClients(BenchEnvironment place, int port) throws IOException {
        agent = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        service = new SlowService(place.service(HUNG), place.directory());
    }

    /** Opens {@code more} further connections. */
    void open(int more) throws IOException {
        for (int i = 0; i < more; i++) {
            SocketChannel channel = SocketChannel.open(agent);
            channels.add(channel);
            channel.write(ByteBuffer.wrap(QUESTION));
        }
    }

    /** Returns why a process cannot open this many connections; empty if it can. A JVM and its children use the hard limit. */
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
