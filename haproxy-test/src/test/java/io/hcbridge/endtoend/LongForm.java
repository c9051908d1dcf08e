/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

/** Tests that have a long form, with the durations of a real site. {@code ./hcbridge interop} runs it; the usual form takes seconds. */
final class LongForm {
    private static final boolean IS_CHOSEN = Boolean.getBoolean("hcbridge.long-tests");

    private LongForm() {}

    static <T> T choose(T usual, T inLongForm) {
        return IS_CHOSEN ? inLongForm : usual;
    }
}
