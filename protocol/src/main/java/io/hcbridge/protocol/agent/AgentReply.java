/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.agent;

import io.hcbridge.protocol.ProtocolException;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * One line to HAProxy on three independent axes. HAProxy changes only what a line names, so an empty axis leaves the
 * server's state on that axis alone.
 *
 * <p>Everything that can be built here is a line that HAProxy acts upon, but for {@link Health#REPORT_ONLY}: it ends with LF,
 * a blank stands before {@code #}, and the words are those that all versions from 2.4 on know (measured on 2.4.0 to 3.5-dev5).
 *
 * @param reason HAProxy shows it only beside a health that it acts upon; beside other words alone it is lost (measured on 2.6.12)
 */
public record AgentReply(Optional<Health> health, Optional<Admin> admin, Capacity capacity, Reason reason) {
    /** An empty line: no change. */
    public static final AgentReply NO_CHANGE =
            new AgentReply(Optional.empty(), Optional.empty(), Capacity.NONE, Reason.NONE);

    public AgentReply {
        // Without a word before it, HAProxy would take the text behind '#' for nothing and show it nowhere.
        if (!reason.text().isEmpty() && health.isEmpty() && admin.isEmpty() && capacity.equals(Capacity.NONE)) {
            throw new IllegalArgumentException("reason: needs a word before it");
        }
    }

    /** A reply on the health axis alone. */
    public static AgentReply of(Health health, Reason reason) {
        return new AgentReply(Optional.of(health), Optional.empty(), Capacity.NONE, reason);
    }

    /** The line with its LF, in ASCII. */
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
     * Reads a line as HAProxy does: words are case-insensitive and stand between blanks, tabs or commas; of one axis the last
     * word wins; the reason starts at a {@code #} that begins a word.
     *
     * @param line without its line end
     * @throws ProtocolException if a word is unknown, or a number out of range
     */
    public static AgentReply parse(String line) throws ProtocolException {
        return AgentReplyParser.parse(line);
    }
}
