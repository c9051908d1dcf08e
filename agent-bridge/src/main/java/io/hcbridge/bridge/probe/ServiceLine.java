/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.util.Optional;

/** Parses words of the agent protocol, in the reply of a service or in the configuration. */
public final class ServiceLine {
    /** Maximum length of a line. The lines that HAProxy accepts are shorter. */
    private static final int LONGEST = 1024;

    private ServiceLine() {}

    /**
     * Parses words in the configuration.
     *
     * @throws IllegalArgumentException if the text is not an agent line; the message has the text and the rule
     */
    public static AgentReply parse(String text) {
        AgentReply line = wellFormed(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' must be words of an agent reply, for example 'drain', 'maint' or 'up 50%';"
                                + " a weight is 1% to 100%"));
        if (line.admin().equals(Optional.of(Admin.READY))) {
            throw new IllegalArgumentException(
                    "'" + text + "' must not contain 'ready'; the bridge sends it when a drain or maint ends");
        }
        return line;
    }

    /** Returns the verdict of the first line of a body or an output; empty if it is not a valid agent line. */
    public static Optional<Verdict> first(String output) {
        int end = 0;
        while (end < output.length() && output.charAt(end) != '\n' && output.charAt(end) != '\r') {
            end++;
        }
        return wellFormed(output.substring(0, end)).map(line -> verdict(line, ""));
    }

    /**
     * Returns the verdict of a line. A line without a health word means {@code up}, because {@code drain} alone would not end an earlier
     * {@code down}.
     *
     * @param seen the reason if the line has none
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
