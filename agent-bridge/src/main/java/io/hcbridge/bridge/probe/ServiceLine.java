/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.util.Optional;

/** The words of the agent protocol in what a service answers, or in the operator's mapping of such answers. */
public final class ServiceLine {
    /** HAProxy's own lines are shorter. */
    private static final int LONGEST = 1024;

    private ServiceLine() {}

    /**
     * Reads words of the configuration.
     *
     * @throws IllegalArgumentException if the text is no agent line; the message has the text and the rule
     */
    public static AgentReply parse(String text) {
        AgentReply line = wellFormed(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' must be words of an agent reply, like 'drain', 'maint' or 'up 50%'"));
        if (line.admin().equals(Optional.of(Admin.READY))) {
            throw new IllegalArgumentException("'" + text
                    + "' must not have 'ready', which the bridge sends by itself when a drain or maint ends");
        }
        return line;
    }

    /** The verdict of the first line of a body or an output, if that is a well-formed agent line. */
    public static Optional<Verdict> first(String output) {
        int end = 0;
        while (end < output.length() && output.charAt(end) != '\n' && output.charAt(end) != '\r') {
            end++;
        }
        return wellFormed(output.substring(0, end)).map(line -> verdict(line, ""));
    }

    /**
     * The verdict of a line. Without a health word it means {@code up}, because {@code drain} alone would leave an earlier {@code down}
     * standing.
     *
     * @param seen the reason where the line has none
     */
    public static Verdict verdict(AgentReply line, String seen) {
        Health health = line.health().orElse(Health.UP);
        return new Verdict(
                health == Health.REPORT_ONLY ? Health.FAILED : health,
                line.admin().filter(admin -> admin != Admin.READY),
                line.capacity(),
                line.reason().text().isEmpty() ? Reason.of(seen) : line.reason(),
                false);
    }

    private static Optional<AgentReply> wellFormed(String line) {
        if (line.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            AgentReply reply = AgentReply.parse(line);
            boolean hasWord = reply.health().isPresent()
                    || reply.admin().isPresent()
                    || !reply.capacity().equals(Capacity.NONE);
            return hasWord ? Optional.of(reply) : Optional.empty();
        } catch (ProtocolException e) {
            return Optional.empty();
        }
    }
}
