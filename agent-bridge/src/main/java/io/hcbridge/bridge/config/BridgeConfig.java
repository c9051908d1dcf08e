/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration without problems.
 *
 * @param metrics where metrics are served; empty for nowhere
 * @param stateFile where overrides and debts are kept over a restart; empty for nowhere
 * @param admin the command socket; empty for none
 * @param targets by name, in the order of the file
 */
public record BridgeConfig(
        AgentConfig agent,
        Optional<TcpAddress> metrics,
        Optional<Path> stateFile,
        Optional<AdminConfig> admin,
        LogConfig log,
        Map<String, TargetConfig> targets) {

    /**
     * The side that faces HAProxy.
     *
     * @param allow who may ask; everyone where empty
     * @param replyDeadline from accept to the reply's departure
     * @param maxConnections at once; more are closed unanswered
     * @param defaultTarget the target of a blank line
     * @param readyFor how long {@code ready} or {@code 100%} is said at least once it is owed
     * @param socketAccess of each unix socket among the addresses
     */
    public record AgentConfig(
            List<ListenAddress> listen,
            List<Subnet> allow,
            Duration replyDeadline,
            int maxConnections,
            Optional<String> defaultTarget,
            Duration readyFor,
            SocketAccess socketAccess) {}

    /**
     * The command socket.
     *
     * @param group the socket file's group; empty for the process's own
     * @param readers who may see: users' names or numbers, or groups' with {@code @} before them
     * @param operators who may see and change
     */
    public record AdminConfig(Path socket, Optional<String> group, List<String> readers, List<String> operators) {}

    /** What is logged, and how. */
    public record LogConfig(Level level, Format format) {
        public enum Level {
            DEBUG,
            INFO,
            WARN,
            ERROR
        }

        public enum Format {
            TEXT,
            JSON
        }
    }
}
