/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestWordTest {
    private static final List<String> KNOWN = List.of("listen", "allow", "ready-for", "user");

    @ParameterizedTest
    @CsvSource({
        "lisen, listen",
        "listenn, listen",
        "lisTen, listen",
        "lsiten, listen",
        "llisteen, listen",
        "alow, allow",
        "usr, user",
        "used, user",
        "readyfor, ready-for",
        "ready_fro, ready-for"
    })
    void wordWithFewChangesIsNear(String word, String nearest) {
        assertThat(NearestWord.among(KNOWN, word)).contains(nearest);
    }

    @ParameterizedTest
    @CsvSource({"colour", "u", "''", "lstn123", "usage", "ally", "li"})
    void wordWithChangesInMoreThanAThirdOfItsLettersIsNotNear(String word) {
        assertThat(NearestWord.among(KNOWN, word)).isEmpty();
    }

    @Test
    void wordWithTheFewestChangesIsSuggested() {
        assertThat(NearestWord.among(List.of("abcdef", "abcxyf", "abcxef"), "abcxeg"))
                .contains("abcxef");
        assertThat(NearestWord.suggestion(List.of("abcdef"), "abcdeg")).isEqualTo("; did you mean 'abcdef'?");
        assertThat(NearestWord.suggestion(List.of(), "abcdeg")).isEmpty();
    }

    @Test
    void wordsOfMoreThan64LettersAreNotCompared() {
        assertThat(NearestWord.among(List.of("a".repeat(63)), "a".repeat(64))).isPresent();
        assertThat(NearestWord.among(List.of("a".repeat(64)), "a".repeat(65))).isEmpty();
    }
}
