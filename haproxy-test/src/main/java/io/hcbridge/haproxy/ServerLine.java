/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.StringJoiner;

/** One {@code server} line of a backend; each method adds a setting and returns this line. */
public final class ServerLine {
    private final StringJoiner words = new StringJoiner(" ");

    ServerLine(String name, InetSocketAddress address) {
        words.add("server").add(name).add(text(address));
    }

    /** Lets {@code agent} be asked. */
    public ServerLine agent(InetSocketAddress agent) {
        words.add("agent-check")
                .add("agent-addr")
                .add(agent.getAddress().getHostAddress())
                .add("agent-port")
                .add(Integer.toString(agent.getPort()));
        return this;
    }

    /** Sends {@code line} and LF to the agent. In double quotes: in single ones HAProxy sends a backslash and an n. */
    public ServerLine agentSend(String line) {
        words.add("agent-send").add("\"" + line + "\\n\"");
        return this;
    }

    /** The time between two agent checks, and their time limit where the backend has no {@code timeout check}. */
    public ServerLine agentInter(Duration interval) {
        words.add("agent-inter").add(interval.toMillis() + "ms");
        return this;
    }

    /** Has HAProxy connect to the server itself, too: it is up only while both checks say so. */
    public ServerLine check(Duration interval) {
        words.add("check").add("inter").add(interval.toMillis() + "ms");
        return this;
    }

    /** The weight that an agent's percentages refer to; HAProxy's own default of 1 makes {@code 50%} a 0. */
    public ServerLine weight(int weight) {
        words.add("weight").add(Integer.toString(weight));
        return this;
    }

    public ServerLine maxconn(int connections) {
        words.add("maxconn").add(Integer.toString(connections));
        return this;
    }

    /** The address from which HAProxy connects to server and agent. */
    public ServerLine source(String address) {
        words.add("source").add(address);
        return this;
    }

    /** Any other setting, as HAProxy writes it. */
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
