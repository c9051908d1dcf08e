/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.protocol.agent.Reason;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An operator's override of the state or the weight of one target.
 *
 * @param by user name of the operator
 * @param until end time by the wall clock; empty if the override stays until it is cleared
 * @param <T> {@link State}, or {@link Integer} for a weight in percent
 */
public record OperatorOverride<T>(T value, Reason reason, String by, Instant since, Optional<Instant> until) {
    /** A state that operators can set. */
    public enum State {
        UP,
        DOWN,
        STOPPED,
        DRAIN,
        MAINT;

        /** All states in lower case, for messages. */
        public static final String WORDS =
                Arrays.stream(values()).map(State::word).collect(Collectors.joining(", "));

        /** Returns the state in lower case, as operators write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Returns the state for a word.
         *
         * @throws IllegalArgumentException if no state has this word; the message names the word and the rule
         */
        public static State ofWord(String word) {
            return Arrays.stream(values())
                    .filter(state -> state.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'" + word + "' must be one of " + WORDS));
        }
    }

    boolean hasEnded(Instant now) {
        return until.isPresent() && !now.isBefore(until.get());
    }
}
