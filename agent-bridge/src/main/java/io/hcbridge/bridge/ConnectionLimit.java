/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import io.hcbridge.bridge.agent.AgentServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps agent connections within the file descriptors that the probes leave. Used by one thread at a time. */
final class ConnectionLimit {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimit.class);

    private final AgentServer agents;
    private final int configured;
    private final DescriptorLimit withoutProbes;
    private int limited;

    /**
     * Reads the limit of the system, which takes some time.
     *
     * @param configured {@code agent.max-connections}
     */
    ConnectionLimit(AgentServer agents, int configured) {
        this.agents = agents;
        this.configured = configured;
        this.limited = configured;
        this.withoutProbes = DescriptorLimit.ofProcess(0);
    }

    /** Reserves descriptors for this number of probes. */
    void reserve(int probes) {
        DescriptorLimit limit = withoutProbes.withProbes(probes);
        int connections = limit.connections(configured);
        if (connections < configured && connections != limited) {
            LOG.warn(
                    "agent: max-connections limited to {} (configured={} descriptors={} reserved={})",
                    connections,
                    configured,
                    limit.descriptors(),
                    limit.reserved());
        }
        limited = connections;
        agents.limitConnections(connections);
    }
}
