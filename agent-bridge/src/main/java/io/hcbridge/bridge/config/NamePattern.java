/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.protocol.agent.AgentRequest;
import java.util.Optional;

/**
 * The name of a discovered target: a text with one {@code {name}}.
 *
 * @param before the text before {@code {name}}
 * @param after the text after {@code {name}}
 */
public record NamePattern(String before, String after) {
    private static final String NAME = "{name}";

    /**
     * Parses a pattern.
     *
     * @throws IllegalArgumentException if it breaks a rule; the message has the text and the rule
     */
    static NamePattern parse(String text) {
        int at = text.indexOf(NAME);
        if (at >= 0) {
            NamePattern pattern = new NamePattern(text.substring(0, at), text.substring(at + NAME.length()));
            if (pattern.apply("a").isPresent()) {
                return pattern;
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' must have one {name}, and with a name match " + AgentRequest.TARGET_NAME);
    }

    /** Returns the target's name; empty if it would not be the name of a target. */
    Optional<String> apply(String name) {
        String whole = before + name + after;
        return AgentRequest.TARGET_NAME.matcher(whole).matches() ? Optional.of(whole) : Optional.empty();
    }

    @Override
    public String toString() {
        return before + NAME + after;
    }
}
