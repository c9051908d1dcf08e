/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.util.Map;

/**
 * What HAProxy knows of one server: a row of {@code show stat} and {@code show servers state}, by HAProxy's own names.
 *
 * @param fields every field that HAProxy gave, empty ones left out
 */
public record ServerState(String backend, String server, Map<String, String> fields) {
    private static final String UNDER_WAY = "* ";
    private static final int ADMIN_FORCED_MAINT = 0x01;
    private static final int ADMIN_FORCED_DRAIN = 0x08;

    public ServerState {
        fields = Map.copyOf(fields);
    }

    /** A field by HAProxy's name, empty if HAProxy did not give it. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** HAProxy's own word; a server without {@code check} that an agent calls up is {@code no check}. */
    public String status() {
        return field("status");
    }

    /** Whether neither the agent nor a check of HAProxy's own has taken the server down; false in maintenance, too. */
    public boolean isRunning() {
        return !field("srv_op_state").equals("0");
    }

    /** Whether new traffic may come. */
    public boolean isUp() {
        return isRunning() && admin().equals("ready") && weight() > 0;
    }

    /** {@code ready}, {@code drain} or {@code maint}: what an agent or an operator has set. */
    public String admin() {
        int bits = Integer.parseInt(field("srv_admin_state"));
        if ((bits & ADMIN_FORCED_MAINT) != 0) {
            return "maint";
        }
        return (bits & ADMIN_FORCED_DRAIN) != 0 ? "drain" : "ready";
    }

    /** The weight that agent or operator last asked for; in maintenance it is in force only when that ends. */
    public int wantedWeight() {
        return Integer.parseInt(field("srv_uweight"));
    }

    /** The weight in force. */
    public int weight() {
        return Integer.parseInt(field("weight"));
    }

    /** The connection limit in force; empty for none. */
    public String maxconn() {
        return field("slim");
    }

    /** Whether an agent check is under way; HAProxy hides the text of the last one meanwhile. */
    public boolean isAgentBeingAsked() {
        return field("agent_status").startsWith(UNDER_WAY);
    }

    /** How the last agent check went: {@code L7OK}, {@code L7STS}, {@code L7TOUT}, {@code L4CON} and the like. */
    public String agentStatus() {
        String status = field("agent_status");
        return isAgentBeingAsked() ? status.substring(UNDER_WAY.length()) : status;
    }

    /** The text that came with it, where HAProxy shows it (not in 2.4). */
    public String agentText() {
        return field("last_agt");
    }
}
