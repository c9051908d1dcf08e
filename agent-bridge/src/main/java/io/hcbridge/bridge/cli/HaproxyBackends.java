/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.ipc.internal.Durations;
import java.time.Duration;
import java.util.Collection;

/**
 * Backends for haproxy.cfg, one for each target. A target's name needs no quotes there, because it contains only letters, digits, dots,
 * dashes and underscores.
 *
 * @param server address at which clients reach the service
 * @param agentInter interval between two agent checks
 */
record HaproxyBackends(AgentEndpoint agent, TcpAddress server, Duration agentInter) {
    String render(Collection<TargetConfig> targets) {
        StringBuilder text = new StringBuilder();
        agent.comments().forEach(line -> text.append("# ").append(line).append('\n'));
        text.append(agent.sections());
        targets.forEach(target -> appendBackend(text, target));
        return text.toString();
    }

    private void appendBackend(StringBuilder text, TargetConfig target) {
        String name = target.name();
        text.append("backend ").append(name).append('\n');
        if (target.ramp().isPresent()) {
            text.append(
                    "    # The ramp needs weight 100: less than 100 % of HAProxy's default weight of 1 is 0, no traffic.\n");
        }
        text.append("    server ").append(name).append("1 ").append(server).append(" weight 100");
        target.maxConnections().ifPresent(most -> text.append(" maxconn ").append(most));
        text.append(' ').append(agent.keywords());
        text.append(" agent-inter ").append(Durations.format(agentInter));
        text.append(" agent-send \"").append(name).append("\\n\"\n\n");
    }
}
