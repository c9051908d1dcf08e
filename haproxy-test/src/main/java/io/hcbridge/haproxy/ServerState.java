/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.util.Map;

/**
 * HAProxy's state of one server: its rows of {@code show stat} and {@code show servers state}.
 *
 * @param fields all fields that are not empty, by HAProxy's names
 */
public record ServerState(String backend, String server, Map<String, String> fields) {
    private static final String UNDER_WAY = "* ";
    private static final int ADMIN_FORCED_MAINT = 0x01;
    private static final int ADMIN_FORCED_DRAIN = 0x08;

    public ServerState {
        fields = Map.copyOf(fields);
    }

    /** Returns a field by HAProxy's name; an empty text if the field is absent. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Returns HAProxy's status text. It is {@code no check} for a server that is UP and has only an agent check. */
    public String status() {
        return field("status");
    }

    /** Returns whether neither the agent check nor HAProxy's health check has taken the server DOWN. Also false in maintenance. */
    public boolean isRunning() {
        return !field("srv_op_state").equals("0");
    }

    /** Returns whether the server receives new traffic. */
    public boolean isUp() {
        return isRunning() && admin().equals("ready") && weight() > 0;
    }

    /** Returns the administrative state that an agent or an operator has set: {@code ready}, {@code drain} or {@code maint}. */
    public String admin() {
        int bits = Integer.parseInt(field("srv_admin_state"));
        if ((bits & ADMIN_FORCED_MAINT) != 0) {
            return "maint";
        }
        return (bits & ADMIN_FORCED_DRAIN) != 0 ? "drain" : "ready";
    }

    /** Returns the weight that an agent or an operator has set last. During maintenance, it is not yet in force. */
    public int wantedWeight() {
        return Integer.parseInt(field("srv_uweight"));
    }

    /** Returns the weight in force. */
    public int weight() {
        return Integer.parseInt(field("weight"));
    }

    /** Returns the connection limit in force; an empty text for none. */
    public String maxconn() {
        return field("slim");
    }

    /** Returns whether an agent check is running. Meanwhile, HAProxy does not show the text of the last check. */
    public boolean isAgentBeingAsked() {
        return field("agent_status").startsWith(UNDER_WAY);
    }

    /** Returns the result of the last agent check, for example {@code L7OK}, {@code L7STS}, {@code L7TOUT} or {@code L4CON}. */
    public String agentStatus() {
        String status = field("agent_status");
        return isAgentBeingAsked() ? status.substring(UNDER_WAY.length()) : status;
    }

    /** Returns the text of the last agent check. HAProxy 2.4 does not show it. */
    public String agentText() {
        return field("last_agt");
    }
}
