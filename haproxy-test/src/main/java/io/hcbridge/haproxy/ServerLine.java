/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.StringJoiner;

/** One {@code server} line of a backend. Each method adds a setting and returns this line. */
public final class ServerLine {
    private final StringJoiner words = new StringJoiner(" ");

    ServerLine(String name, InetSocketAddress address) {
        words.add("server").add(name).add(text(address));
    }

    /** Adds an agent check at this address. */
    public ServerLine agent(InetSocketAddress agent) {
        words.add("agent-check")
                .add("agent-addr")
                .add(agent.getAddress().getHostAddress())
                .add("agent-port")
                .add(Integer.toString(agent.getPort()));
        return this;
    }

    /** Sends {@code line} and LF to the agent. Uses double quotes, because HAProxy does not expand {@code \n} in single quotes. */
    public ServerLine agentSend(String line) {
        words.add("agent-send").add("\"" + line + "\\n\"");
        return this;
    }

    /** Sets the interval of agent checks. It is also their timeout if the backend has no {@code timeout check}. */
    public ServerLine agentInter(Duration interval) {
        words.add("agent-inter").add(interval.toMillis() + "ms");
        return this;
    }

    /** Adds HAProxy's own health check. The server is UP only while both checks succeed. */
    public ServerLine check(Duration interval) {
        words.add("check").add("inter").add(interval.toMillis() + "ms");
        return this;
    }

    /** Sets the weight to which an agent's percentages refer. With HAProxy's default of 1, {@code 50%} gives 0. */
    public ServerLine weight(int weight) {
        words.add("weight").add(Integer.toString(weight));
        return this;
    }

    public ServerLine maxconn(int connections) {
        words.add("maxconn").add(Integer.toString(connections));
        return this;
    }

    /** Sets the source address of HAProxy's connections to server and agent. */
    public ServerLine source(String address) {
        words.add("source").add(address);
        return this;
    }

    /** Adds any other setting in HAProxy's syntax. */
    public ServerLine with(String settings) {
        words.add(settings);
        return this;
    }

    @Override
    public String toString() {
        return words.toString();
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
