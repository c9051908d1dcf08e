/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

/**
 * What a figure has to reach and what it is hoped to reach.
 *
 * @param isLeast whether greater is better
 */
record Goal(boolean isLeast, double must, double aim) {
    /** A short run on a busy machine may be so many times worse before that means anything. */
    private static final double GROSS = 3;

    static Goal atLeast(double must, double aim) {
        return new Goal(true, must, aim);
    }

    static Goal atMost(double must, double aim) {
        return new Goal(false, must, aim);
    }

    /** In words: {@code yes}, {@code aim} if that was reached, too, or {@code no}. */
    String judge(double value) {
        if (reaches(value, aim)) {
            return "aim";
        }
        return reaches(value, must) ? "yes" : "no";
    }

    /** Whether the value misses what it has to reach by so much that no noise explains it. */
    boolean isFarFrom(double value) {
        return !reaches(value, isLeast ? must / GROSS : must * GROSS);
    }

    private boolean reaches(double value, double limit) {
        return isLeast ? value >= limit : value <= limit;
    }
}
