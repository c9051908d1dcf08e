/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.agent;

import io.hcbridge.protocol.ProtocolException;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * One reply line to HAProxy. Health, administrative state and capacity are independent of each other. HAProxy changes only
 * what a line names; it keeps its current value of everything else.
 *
 * <p>HAProxy acts on every reply that this record can represent, except {@link Health#REPORT_ONLY}. The line ends with LF, a
 * space precedes {@code #}, and HAProxy 2.4 and later know all words (measured on 2.4.0 to 3.5-dev5).
 *
 * @param reason text for HAProxy's stats page; HAProxy shows it only if the line has a health word that it acts on, and drops it
 *     otherwise (measured on 2.6.12)
 */
public record AgentReply(Optional<Health> health, Optional<Admin> admin, Capacity capacity, Reason reason) {
    /** An empty line. HAProxy changes nothing. */
    public static final AgentReply NO_CHANGE =
            new AgentReply(Optional.empty(), Optional.empty(), Capacity.NONE, Reason.NONE);

    public AgentReply {
        // HAProxy ignores a line that has only a reason, and does not show the reason.
        if (!reason.text().isEmpty() && health.isEmpty() && admin.isEmpty() && capacity.equals(Capacity.NONE)) {
            throw new IllegalArgumentException("reason: a reply with a reason needs a health, admin or capacity word");
        }
    }

    /** Returns a reply that has only a health and a reason. */
    public static AgentReply of(Health health, Reason reason) {
        return new AgentReply(Optional.of(health), Optional.empty(), Capacity.NONE, reason);
    }

    /** Returns the line with its LF, in ASCII. */
    public String render() {
        StringJoiner line = new StringJoiner(" ", "", "\n");
        admin.ifPresent(a -> line.add(a.word()));
        health.ifPresent(h -> line.add(h.words()));
        capacity.weight().ifPresent(w -> line.add(w + "%"));
        capacity.maxConnections().ifPresent(m -> line.add("maxconn:" + m));
        if (!reason.text().isEmpty()) {
            line.add("#" + reason.text());
        }
        return line.toString();
    }

    /**
     * Parses a line by HAProxy's rules. Words are case-insensitive and separated by spaces, tabs or commas. If a line has several
     * words of one category, the last one counts. The reason starts at the first {@code #} that begins a word.
     *
     * @param line the line without its line end
     * @throws ProtocolException if a word is unknown or a number is out of range
     */
    public static AgentReply parse(String line) throws ProtocolException {
        return AgentReplyParser.parse(line);
    }
}
