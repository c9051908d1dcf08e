/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

/**
 * The status of a check, and how many consecutive results were against it. Immutable.
 *
 * @param opposed number of consecutive results, up to now, that contradict the status; one that confirms it resets the number
 */
record CheckStreak(CheckStatus status, int opposed) {
    static final CheckStreak UNKNOWN = new CheckStreak(CheckStatus.UNKNOWN, 0);
    static final CheckStreak UP = new CheckStreak(CheckStatus.UP, 0);
    private static final CheckStreak DOWN = new CheckStreak(CheckStatus.DOWN, 0);

    /** Returns the streak after one more result. Without an earlier result, the first one decides. */
    CheckStreak after(boolean passed, int failAfter, int recoverAfter) {
        CheckStreak result = passed ? UP : DOWN;
        if (status == CheckStatus.UNKNOWN || status == result.status) {
            return result;
        }
        int needed = passed ? recoverAfter : failAfter;
        return opposed + 1 >= needed ? result : new CheckStreak(status, opposed + 1);
    }
}
