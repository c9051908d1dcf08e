/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many of the process's file descriptors connections may take.
 *
 * @param descriptors the system's limit for this process
 * @param reserved for what is open at start, for all probes, and for metrics and commands
 */
record DescriptorLimit(long descriptors, long reserved) {
    /** Connections to the metrics and command servers, and files that are read or written now and then. */
    private static final int OTHERS = 128;

    private static final int LEAST_CONNECTIONS = 1;

    /** The limit of this process, which has no limit where the system does not tell it. */
    static DescriptorLimit ofProcess(int probes) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? of(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount(), probes)
                : new DescriptorLimit(Long.MAX_VALUE, 0);
    }

    static DescriptorLimit of(long descriptors, long open, int probes) {
        return new DescriptorLimit(descriptors, open + probes + OTHERS);
    }

    /** How many connections may be open, at least 1. */
    int connections(int configured) {
        return (int) Math.max(LEAST_CONNECTIONS, Math.min(configured, descriptors - reserved));
    }
}
