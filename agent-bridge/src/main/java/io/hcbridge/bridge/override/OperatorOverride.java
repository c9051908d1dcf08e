/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.protocol.agent.Reason;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An operator's decision for one target, on one axis.
 *
 * @param by the peer's user name
 * @param until when it ends by itself, by the wall clock; empty if it stands until it is cleared
 * @param <T> {@link State}, or {@link Integer} for a weight in percent
 */
public record OperatorOverride<T>(T value, Reason reason, String by, Instant since, Optional<Instant> until) {
    /** A state that a target can be set to. */
    public enum State {
        UP,
        DOWN,
        STOPPED,
        DRAIN,
        MAINT;

        /** All words, for messages. */
        public static final String WORDS =
                Arrays.stream(values()).map(State::word).collect(Collectors.joining(", "));

        /** The state in lower case, as operators write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Finds the state of a word.
         *
         * @throws IllegalArgumentException naming the word and the rule
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
