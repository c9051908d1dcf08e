/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.util.List;
import java.util.Optional;

/**
 * One line of the table.
 *
 * @param figure what was measured, with its unit, or why it was not
 * @param judged what the goal is held against: the ratio to a reference, or the figure itself; empty if it was not measured
 * @param unit of what is judged
 */
record Row(String what, String figure, Optional<Series> judged, Unit unit, Optional<Goal> goal) {
    static final List<String> HEADINGS = List.of("what", "figure", "ratio", "spread", "must", "aim", "met");

    /** A figure that counts by its ratio to a reference's. */
    static Row ratio(String what, Unit unit, Series ours, Series reference, Optional<Goal> goal) {
        String figure = unit.text(ours.median()) + " : " + unit.text(reference.median());
        return new Row(what, figure, Optional.of(ours.over(reference)), Unit.RATIO, goal);
    }

    /** A figure that counts by itself. */
    static Row absolute(String what, Unit unit, Series ours, Optional<Goal> goal) {
        return new Row(what, unit.text(ours.median()), Optional.of(ours), unit, goal);
    }

    /** Something of which each round adds to the count. */
    static Row total(String what, Series ours, Optional<Goal> goal) {
        return absolute(what, Unit.COUNT, new Series(List.of(ours.sum())), goal);
    }

    /** What could not be measured here, and why. */
    static Row unmeasured(String what, String obstacle, Optional<Goal> goal) {
        return new Row(what, obstacle, Optional.empty(), Unit.RATIO, goal);
    }

    /** By {@link #HEADINGS}. */
    List<String> cells() {
        return List.of(
                what,
                figure,
                judged.filter(series -> isRatio())
                        .map(series -> unit.text(series.median()))
                        .orElse(""),
                judged.filter(series -> series.rounds().size() > 1)
                        .map(unit::spread)
                        .orElse(""),
                goal.map(g -> limit(g, g.must())).orElse(""),
                goal.map(g -> limit(g, g.aim())).orElse(""),
                met());
    }

    /** Whether this is a ratio that misses its goal by so much that no noise explains it. */
    boolean isGrossRegression() {
        return isRatio()
                && judged.isPresent()
                && goal.isPresent()
                && goal.get().isFarFrom(judged.get().median());
    }

    private String met() {
        if (goal.isEmpty()) {
            return "";
        }
        return judged.map(series -> goal.get().judge(series.median())).orElse("unknown");
    }

    private boolean isRatio() {
        return unit == Unit.RATIO;
    }

    private String limit(Goal goal, double value) {
        return (goal.isLeast() ? "≥ " : "≤ ") + unit.text(value);
    }
}
