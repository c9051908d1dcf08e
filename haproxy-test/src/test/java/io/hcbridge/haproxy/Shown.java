/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

/**
 * The three axes of a server as HAProxy shows them, for servers of weight {@value #WEIGHT} and maxconn {@value #MAXCONN}.
 *
 * @param running HAProxy does not tell it in maintenance, where it is false
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

    /** {@code UP}, {@code DOWN}, {@code DRAIN}, {@code DOWN drain} or {@code MAINT}, and what differs from the configuration. */
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
