/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The number of file descriptors that are available for connections.
 *
 * @param descriptors the limit of the system for this process
 * @param reserved descriptors that were open at the start, plus those for all probes, for metrics and for commands
 */
record DescriptorLimit(long descriptors, long reserved) {
    /** Descriptors for connections to the metrics port and the command socket, and for files that are open for a short time. */
    private static final int OTHERS = 128;

    private static final int MIN_CONNECTIONS = 1;

    /** Returns the limit of this process. There is no limit if the JVM does not report one. */
    static DescriptorLimit ofProcess(int probes) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? of(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount(), probes)
                : new DescriptorLimit(Long.MAX_VALUE, 0);
    }

    static DescriptorLimit of(long descriptors, long open, int probes) {
        return new DescriptorLimit(descriptors, open + probes + OTHERS);
    }

    /** Returns this limit with descriptors for {@code more} further probes, which may be negative. */
    DescriptorLimit withProbes(int more) {
        return new DescriptorLimit(descriptors, reserved + more);
    }

    /** Returns the number of connections that may be open, at least 1. */
    int connections(int configured) {
        return (int) Math.max(MIN_CONNECTIONS, Math.min(configured, descriptors - reserved));
    }
}
