/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.ipc.internal.Durations;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Backends for haproxy.cfg: one for each target, with a server for the target and one for each alias. An alias {@code BACKEND/SERVER} is a
 * server of that backend. Names need no quotes there, because they contain only letters, digits, dots, dashes and underscores.
 *
 * @param server address at which clients reach the service
 * @param agentInter interval between two agent checks
 */
record HaproxyBackends(AgentEndpoint agent, TcpAddress server, Duration agentInter) {
    private static final Pattern BACKEND_AND_SERVER = Pattern.compile("([^/]+)/([^/]+)");

    /** A server that is checked for a target. {@code line} is what it sends. */
    private record CheckedServer(TargetConfig target, String line) {}

    String render(Collection<TargetConfig> targets) {
        StringBuilder text = new StringBuilder();
        agent.comments().forEach(line -> text.append("# ").append(line).append('\n'));
        text.append(agent.sections());
        backends(targets).forEach((name, servers) -> appendBackend(text, name, servers));
        return text.toString();
    }

    /** Returns the servers by name, by the name of their backend. */
    private static Map<String, Map<String, CheckedServer>> backends(Collection<TargetConfig> targets) {
        Map<String, Map<String, CheckedServer>> backends = new LinkedHashMap<>();
        for (TargetConfig target : targets) {
            String name = target.name();
            backends.computeIfAbsent(name, added -> new LinkedHashMap<>())
                    .put(name + "1", new CheckedServer(target, name));
        }
        for (TargetConfig target : targets) {
            for (String alias : target.aliases()) {
                Matcher parts = BACKEND_AND_SERVER.matcher(alias);
                boolean hasBackend = parts.matches();
                // HAProxy permits no slash in the name of a server.
                backends.computeIfAbsent(hasBackend ? parts.group(1) : target.name(), added -> new LinkedHashMap<>())
                        .put(hasBackend ? parts.group(2) : alias.replace('/', '_'), new CheckedServer(target, alias));
            }
        }
        return backends;
    }

    private void appendBackend(StringBuilder text, String name, Map<String, CheckedServer> servers) {
        text.append("backend ").append(name).append('\n');
        if (servers.values().stream().anyMatch(entry -> entry.target().ramp().isPresent())) {
            text.append(
                    "    # The ramp needs weight 100: less than 100 % of HAProxy's default weight of 1 is 0, no traffic.\n");
        }
        servers.forEach((serverName, entry) -> appendServer(text, serverName, entry));
        text.append('\n');
    }

    private void appendServer(StringBuilder text, String name, CheckedServer entry) {
        text.append("    server ").append(name).append(' ').append(server).append(" weight 100");
        entry.target()
                .maxConnections()
                .ifPresent(most -> text.append(" maxconn ").append(most));
        text.append(' ').append(agent.keywords());
        text.append(" agent-inter ").append(Durations.format(agentInter));
        text.append(" agent-send \"").append(entry.line()).append("\\n\"\n");
    }
}
