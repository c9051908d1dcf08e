/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

/**
 * The reasons of several failed checks in one text of at most {@value CheckText#MAX_REASON} characters. The reason of a check that only waits
 * for another one is left out if there are others, because it is not the cause.
 */
final class FailureText {
    private final StringBuilder causes = new StringBuilder();
    private final StringBuilder blocked = new StringBuilder();
    private boolean isEmpty = true;

    void add(String reason, boolean isBlocked) {
        isEmpty = false;
        StringBuilder text = isBlocked ? blocked : causes;
        if (text.length() < CheckText.MAX_REASON) {
            text.append(text.isEmpty() ? "" : "; ").append(reason);
        }
    }

    /** Returns whether no check has failed. */
    boolean isEmpty() {
        return isEmpty;
    }

    String text() {
        StringBuilder text = causes.isEmpty() ? blocked : causes;
        return text.substring(0, Math.min(text.length(), CheckText.MAX_REASON));
    }
}
