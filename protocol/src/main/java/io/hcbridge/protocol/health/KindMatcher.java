/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares bytes, one at a time, with the words of {@link HealthKind}. Stores no bytes. */
final class KindMatcher {
    private static final HealthKind[] KINDS = HealthKind.values();
    private static final byte[][] VERBS = new byte[KINDS.length][];

    static {
        for (int i = 0; i < KINDS.length; i++) {
            VERBS[i] = KINDS[i].verb().getBytes(StandardCharsets.US_ASCII);
        }
    }

    private final WordMatcher[] words = new WordMatcher[KINDS.length];
    private @Nullable HealthKind match;

    KindMatcher() {
        for (int i = 0; i < KINDS.length; i++) {
            words[i] = new WordMatcher(VERBS[i]);
        }
    }

    void feed(byte b) {
        match = null;
        for (int i = 0; i < KINDS.length; i++) {
            words[i].feed(b);
            if (words[i].isMatch()) {
                match = KINDS[i];
            }
        }
    }

    /** Returns the kind that the bytes so far name. More bytes can change that. */
    Optional<HealthKind> match() {
        return Optional.ofNullable(match);
    }

    /** Returns whether the bytes cannot become a word any more. */
    boolean isMismatch() {
        for (WordMatcher word : words) {
            if (!word.isMismatch()) {
                return false;
            }
        }
        return true;
    }
}
