/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ClassListTest {
    private final ClassList classes = new ClassList();

    @Test
    void classInTwoListsOccursOnce() {
        classes.add(List.of("java/lang/Object", "a/A", "@lambda-proxy a/A run ()V"));
        classes.add(List.of("java/lang/Object", "b/B", "a/A"));

        assertThat(classes.lines()).containsExactly("java/lang/Object", "a/A", "@lambda-proxy a/A run ()V", "b/B");
    }

    @Test
    void numbersOfClassesAreRemoved() {
        classes.add(List.of("java/lang/Object id: 0", "a/A id: 1"));
        classes.add(List.of("java/lang/Object id: 0", "b/B id: 1", "a/A id: 2"));

        assertThat(classes.lines()).containsExactly("java/lang/Object", "a/A", "b/B");
    }

    @Test
    void classesOfCustomLoadersAndResolvedConstantsAreLeftOut() {
        classes.add(List.of("a/A id: 1", "a/B id: 2 super: 1 source: a.jar", "@cp a/A 2 7"));

        assertThat(classes.lines()).containsExactly("a/A");
    }
}
