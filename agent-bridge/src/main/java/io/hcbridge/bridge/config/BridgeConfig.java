/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.DurationRange;
import io.hcbridge.bridge.config.key.Subnet;
import io.hcbridge.bridge.eosio.allow.AllowList;
import io.hcbridge.bridge.log.LogConfig;
import io.hcbridge.bridge.probe.group.GroupConfig;
import io.hcbridge.bridge.probe.push.PushConfig;
import io.hcbridge.bridge.tls.TlsConfig;
import io.hcbridge.ipc.internal.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A complete configuration. Its constructors throw {@link IllegalArgumentException} if a value breaks a rule below.
 *
 * @param standby the group of bridges of which this one is a member; empty for none
 * @param maxProcesses maximum number of programs that run at the same time, at least 1
 * @param metrics address of the metrics port; empty for none
 * @param stateFile absolute path of the file that keeps overrides and pending resets across restarts; empty for none
 * @param admin the command socket; empty for none
 * @param push the group to which services push their reports; empty for none, and then no target has the kind {@code push}
 * @param eosio rules for the requests to which the EOSIO agent replies; empty for no EOSIO agent
 * @param targets targets by name, in the order of the file; at least one, unless {@code eosio} or {@code discover} is present
 * @param discover rules that make further targets of directories, in the order of precedence
 */
public record BridgeConfig(
        AgentConfig agent,
        Optional<StandbyConfig> standby,
        int maxProcesses,
        Optional<TcpAddress> metrics,
        Optional<Path> stateFile,
        Optional<AdminConfig> admin,
        LogConfig log,
        Optional<PushGroupConfig> push,
        Optional<AllowList> eosio,
        Map<String, TargetConfig> targets,
        List<DiscoverConfig> discover) {

    public BridgeConfig {
        discover = List.copyOf(discover);
        targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
        require(maxProcesses > 0, "exec.max-processes: " + maxProcesses + " must be at least 1");
        require(!targets.isEmpty() || eosio.isPresent() || !discover.isEmpty(), "at least one target is needed");
        require(stateFile.stream().allMatch(Path::isAbsolute), "state-file must be an absolute path");
        for (Map.Entry<String, TargetConfig> entry : targets.entrySet()) {
            TargetConfig target = entry.getValue();
            require(entry.getKey().equals(target.name()), "target " + target.name() + " is under " + entry.getKey());
            require(target.isInTime(agent.replyDeadline()), timeoutRule(target.timeout(), agent.replyDeadline()));
        }
        for (TargetConfig target : targets.values()) {
            require(
                    push.isPresent() || !(target.probe() instanceof PushConfig),
                    "target " + target.name() + ": needs push.group");
            if (target.probe() instanceof GroupConfig group) {
                require(
                        targets.keySet().containsAll(group.members()),
                        "target " + target.name() + ": " + group.members() + " must be targets");
            }
        }
        for (String name : agent.defaultTarget().stream().toList()) {
            require(targets.containsKey(name) || !discover.isEmpty(), "'" + name + "' is not among the targets");
        }
    }

    /** Returns all targets, with the discovered ones. A configured target takes precedence over one with its name or one of its aliases. */
    public Map<String, TargetConfig> targetsWith(Map<String, TargetConfig> discovered) {
        Map<String, TargetConfig> all = new LinkedHashMap<>(targets);
        Set<String> aliases = targets.values().stream()
                .flatMap(target -> target.aliases().stream())
                .collect(Collectors.toSet());
        discovered.forEach((name, target) -> {
            if (!aliases.contains(name)) {
                all.putIfAbsent(name, target);
            }
        });
        return all;
    }

    static String timeoutRule(Duration timeout, Duration replyDeadline) {
        return Durations.format(timeout) + " must be shorter than agent.reply-deadline ("
                + Durations.format(replyDeadline) + ")";
    }

    private static void require(boolean rule, String message) {
        if (!rule) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * The configuration of the agent port.
     *
     * @param listen addresses, at least one, without duplicates
     * @param allow networks that may connect by TCP; every network if empty
     * @param replyDeadline time from accept to the reply, within {@link #REPLY_DEADLINE}
     * @param maxConnections maximum number of open connections, at least 1; further ones are closed without a reply
     * @param defaultTarget name of the target for a blank request line
     * @param unknownTarget reply to a request line that names no target
     * @param readyFor minimum time for which a pending {@code ready} or {@code 100%} is sent, within {@link #READY_FOR}
     * @param socketAccess mode and group of each unix socket in {@code listen}
     * @param tls TLS for each TCP address in {@code listen}; empty for plain TCP
     */
    public record AgentConfig(
            List<ListenAddress> listen,
            List<Subnet> allow,
            Duration replyDeadline,
            int maxConnections,
            Optional<String> defaultTarget,
            UnknownTarget unknownTarget,
            Duration readyFor,
            SocketAccess socketAccess,
            Optional<TlsConfig> tls) {
        /** The reply to a request line with a name that is not configured. */
        public enum UnknownTarget {
            /** HAProxy takes the server down. */
            FAIL,
            /** HAProxy reports the failure and keeps the server's last state. */
            REPORT,
            /** The connection is closed without a reply, and HAProxy keeps the server's last state. */
            IGNORE
        }

        static final DurationRange REPLY_DEADLINE = new DurationRange(Duration.ofMillis(100), Duration.ofHours(1));
        /** A probe's share of the reply deadline in percent where no timeout is set; the rest is for reading and replying. */
        private static final int TIMEOUT_PERCENT = 80;

        static final DurationRange READY_FOR = new DurationRange(Duration.ofMillis(1), Duration.ofDays(1));

        public AgentConfig {
            listen = List.copyOf(listen);
            allow = List.copyOf(allow);
            require(!listen.isEmpty(), "agent.listen must have at least one address");
            require(
                    new HashSet<>(listen).size() == listen.size(),
                    "agent.listen must not have an address twice: " + listen);
            require(maxConnections > 0, "agent.max-connections: " + maxConnections + " must be at least 1");
            REPLY_DEADLINE.check(replyDeadline);
            READY_FOR.check(readyFor);
        }

        /** Returns the time limit of a probe without its own limit. */
        public Duration probeTimeout() {
            return probeTimeout(replyDeadline);
        }

        static Duration probeTimeout(Duration replyDeadline) {
            return replyDeadline.multipliedBy(TIMEOUT_PERCENT).dividedBy(100);
        }
    }

    /**
     * The configuration of the command socket.
     *
     * @param socket absolute path
     * @param group group of the socket file; empty for the group of the process
     * @param readers users who may use commands that change nothing: a user by name or number, or {@code @} and a group
     * @param operators users who may use all commands
     */
    public record AdminConfig(Path socket, Optional<String> group, List<String> readers, List<String> operators) {
        public AdminConfig {
            require(socket.isAbsolute(), "admin.socket: '" + socket + "' must be an absolute path");
            readers = List.copyOf(readers);
            operators = List.copyOf(operators);
        }
    }
}
