/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

/**
 * A server's state as HAProxy shows it, for servers with weight {@value #WEIGHT} and maxconn {@value #MAXCONN}.
 *
 * @param running whether the server is running; false in maintenance, where HAProxy does not show it
 */
record Shown(boolean running, String admin, int weight, String maxconn) {
    static final int WEIGHT = 100;
    static final int MAXCONN = 77;

    Shown {
        running = running && !admin.equals("maint");
    }

    static Shown of(ServerState state) {
        return new Shown(state.isRunning(), state.admin(), state.wantedWeight(), state.maxconn());
    }

    /** Returns {@code UP}, {@code DOWN}, {@code DRAIN}, {@code DOWN drain} or {@code MAINT}, then the values that are not the configured ones. */
    @Override
    public String toString() {
        String state = switch (admin) {
            case "maint" -> "MAINT";
            case "drain" -> running ? "DRAIN" : "DOWN drain";
            default -> running ? "UP" : "DOWN";
        };
        String limit = maxconn.isEmpty() ? " no maxconn" : " maxconn " + maxconn;
        return state
                + (weight == WEIGHT ? "" : " " + weight + "%")
                + (maxconn.equals(Integer.toString(MAXCONN)) ? "" : limit);
    }
}
