/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Connections to an agent on which nothing is said. */
final class IdleClients implements AutoCloseable {
    /** For what a process holds open beside them. */
    private static final int SPARE = 500;

    private final List<SocketChannel> channels = new ArrayList<>();

    IdleClients(int port, int count) throws IOException {
        InetSocketAddress agent = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            for (int i = 0; i < count; i++) {
                channels.add(SocketChannel.open(agent));
            }
        } catch (IOException e) {
            close();
            throw e;
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
    }
}
