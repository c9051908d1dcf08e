/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Health;
import java.util.Locale;

/** A model of a server's state in HAProxy, changed by agent lines and by an operator. {@link EveryReplyIT} compares it with HAProxy. */
final class HaproxyModel {
    /** The origin of the last change of a setting. */
    enum By {
        CONFIGURATION,
        AGENT,
        OPERATOR
    }

    private boolean running = true;
    private String admin = "ready";
    private int weight = Shown.WEIGHT;
    private String maxconn = Integer.toString(Shown.MAXCONN);
    private By adminBy = By.CONFIGURATION;
    private By weightBy = By.CONFIGURATION;

    /** Applies a line like HAProxy: only what the line names changes. */
    void take(AgentReply line) {
        running = switch (line.health().orElse(Health.REPORT_ONLY)) {
            case UP -> true;
            case DOWN, FAILED, STOPPED -> false;
            case REPORT_ONLY -> running;
        };
        line.admin().ifPresent(said -> setAdmin(said, By.AGENT));
        line.capacity().weight().ifPresent(said -> setWeight(said, By.AGENT));
        line.capacity().maxConnections().ifPresent(said -> maxconn = Integer.toString(said));
    }

    void setAdmin(Admin said, By by) {
        admin = said.name().toLowerCase(Locale.ROOT);
        adminBy = by;
    }

    void setWeight(int percent, By by) {
        weight = percent;
        weightBy = by;
    }

    /** HAProxy loses all states when it restarts. */
    void restart() {
        running = true;
        admin = "ready";
        weight = Shown.WEIGHT;
        maxconn = Integer.toString(Shown.MAXCONN);
        adminBy = By.CONFIGURATION;
        weightBy = By.CONFIGURATION;
    }

    Shown shown() {
        return new Shown(running, admin, weight, maxconn);
    }

    boolean running() {
        return running;
    }

    String admin() {
        return admin;
    }

    int weight() {
        return weight;
    }

    By adminBy() {
        return adminBy;
    }

    By weightBy() {
        return weightBy;
    }
}
