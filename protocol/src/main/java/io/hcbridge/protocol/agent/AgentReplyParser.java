/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.agent;

import io.hcbridge.protocol.ProtocolException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses one reply line. */
final class AgentReplyParser {
    private static final Pattern SEPARATORS = Pattern.compile("[ \t,]+");
    private static final String MAXCONN = "maxconn:";

    private @Nullable Health health;
    private @Nullable Admin admin;
    private OptionalInt weight = OptionalInt.empty();
    private OptionalInt maxConnections = OptionalInt.empty();

    static AgentReply parse(String line) throws ProtocolException {
        AgentReplyParser parser = new AgentReplyParser();
        int at = reasonIndex(line);
        for (String word : SEPARATORS.split(line.substring(0, at), -1)) {
            if (!word.isEmpty()) {
                parser.addWord(word.toLowerCase(Locale.ROOT));
            }
        }
        return parser.reply(at == line.length() ? Reason.NONE : Reason.of(line.substring(at + 1)));
    }

    private static int reasonIndex(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '#' && (i == 0 || " \t,".indexOf(line.charAt(i - 1)) >= 0)) {
                return i;
            }
        }
        return line.length();
    }

    private void addWord(String word) throws ProtocolException {
        switch (word) {
            case "up" -> health = Health.UP;
            case "down" -> health = Health.DOWN;
            case "fail" -> health = Health.FAILED;
            case "stopped" -> health = Health.STOPPED;
            // HAProxy ignores the bare word. It counts only if the line has no other health word.
            case "failed" -> health = health == null ? Health.REPORT_ONLY : health;
            case "ready" -> admin = Admin.READY;
            case "drain" -> admin = Admin.DRAIN;
            case "maint" -> admin = Admin.MAINT;
            default -> addNumber(word);
        }
    }

    private void addNumber(String word) throws ProtocolException {
        if (word.endsWith("%")) {
            weight = OptionalInt.of(number(word, word.substring(0, word.length() - 1)));
        } else if (word.startsWith(MAXCONN)) {
            maxConnections = OptionalInt.of(number(word, word.substring(MAXCONN.length())));
        } else {
            throw new ProtocolException("unknown word '" + Reason.of(word).text() + "'");
        }
    }

    private static int number(String word, String digits) throws ProtocolException {
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new ProtocolException("word '" + Reason.of(word).text() + "' must have a whole number");
        }
        return Integer.parseInt(digits);
    }

    private AgentReply reply(Reason reason) throws ProtocolException {
        try {
            return new AgentReply(
                    Optional.ofNullable(health),
                    Optional.ofNullable(admin),
                    new Capacity(weight, maxConnections),
                    reason);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(String.valueOf(e.getMessage()));
        }
    }
}
