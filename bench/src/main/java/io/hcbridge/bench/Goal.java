/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

/**
 * The limits for a figure.
 *
 * @param isLeast whether greater figures are better
 * @param must the limit that the figure must reach
 * @param aim the limit that the figure should reach
 */
record Goal(boolean isLeast, double must, double aim) {
    /** Tolerance factor: on a busy machine, a short run can be this many times worse by chance. */
    private static final double GROSS = 3;

    static Goal atLeast(double must, double aim) {
        return new Goal(true, must, aim);
    }

    static Goal atMost(double must, double aim) {
        return new Goal(false, must, aim);
    }

    /** Returns {@code aim} if the value reaches the aim, {@code yes} if it reaches only the must limit, else {@code no}. */
    String judge(double value) {
        if (reaches(value, aim)) {
            return "aim";
        }
        return reaches(value, must) ? "yes" : "no";
    }

    /** Returns whether the value misses the must limit by more than the tolerance factor. */
    boolean isFarFrom(double value) {
        return !reaches(value, isLeast ? must / GROSS : must * GROSS);
    }

    private boolean reaches(double value, double limit) {
        return isLeast ? value >= limit : value <= limit;
    }
}
