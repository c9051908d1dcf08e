/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import java.net.InetAddress;
import java.util.List;

/**
 * The addresses of a host, which a probe tries one after the other. The addresses that are left share the remaining time of the probe
 * equally, so that an address that does not answer leaves time for the others.
 *
 * @param addresses the addresses that are left, at least one; the first one is tried next
 */
public record AddressTurns(List<InetAddress> addresses) {
    public AddressTurns {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("addresses: must have at least one");
        }
    }

    public InetAddress current() {
        return addresses.get(0);
    }

    public boolean hasNext() {
        return addresses.size() > 1;
    }

    /** Returns the addresses after the current one. */
    public AddressTurns next() {
        return new AddressTurns(addresses.subList(1, addresses.size()));
    }

    /**
     * Returns the time in which the current address must accept a connection. That of the last one is longer than the remaining time,
     * because the probe itself ends then.
     */
    public int limitMillis(ProbeRun run) {
        long limit = hasNext() ? Math.max(1, run.remainingMillis() / addresses.size()) : run.remainingMillis() + 1;
        return (int) Math.min(limit, Integer.MAX_VALUE);
    }
}
