/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import java.util.Collection;
import java.util.Optional;

/** Finds the known word that is most similar to a mistyped word. */
final class NearestWord {
    private static final int LONGEST = 64;
    /** Number of letters for each allowed change: one letter of three may differ. */
    private static final int LETTERS_PER_CHANGE = 3;

    private NearestWord() {}

    /** Returns the text {@code "; did you mean ...?"} for the nearest word, to append to a message. Empty if no word is near. */
    static String suggestion(Collection<String> known, String word) {
        return among(known, word)
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("");
    }

    /**
     * Returns the known word with the fewest changes from {@code word}. Empty if each known word needs changes in more than a third of its
     * letters.
     */
    static Optional<String> among(Collection<String> known, String word) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        int least = Math.max(1, word.length() / LETTERS_PER_CHANGE) + 1;
        Optional<String> nearest = Optional.empty();
        for (String candidate : known) {
            int changes = changes(word, candidate);
            if (changes < least) {
                least = changes;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /** Returns the Levenshtein distance: the number of letters to insert, delete or replace. */
    private static int changes(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
