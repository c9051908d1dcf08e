/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.util.List;
import java.util.Optional;

/**
 * One line of the table.
 *
 * @param what description of the measurement
 * @param figure the measured value with its unit, or the reason why it was not measured
 * @param judged the values that are compared with the goal: the ratio to a reference, or the figure itself; empty if not measured
 * @param unit unit of {@code judged}
 * @param goal empty if there is no goal
 */
record Row(String what, String figure, Optional<Series> judged, Unit unit, Optional<Goal> goal) {
    static final List<String> HEADINGS = List.of("what", "figure", "ratio", "spread", "must", "aim", "met");

    /** Returns a row whose goal applies to the ratio to a reference. */
    static Row ratio(String what, Unit unit, Series ours, Series reference, Optional<Goal> goal) {
        String figure = unit.text(ours.median()) + " : " + unit.text(reference.median());
        return new Row(what, figure, Optional.of(ours.over(reference)), Unit.RATIO, goal);
    }

    /** Returns a row whose goal applies to the figure itself. */
    static Row absolute(String what, Unit unit, Series ours, Optional<Goal> goal) {
        return new Row(what, unit.text(ours.median()), Optional.of(ours), unit, goal);
    }

    /** Returns a row with the sum of all rounds. */
    static Row total(String what, Series ours, Optional<Goal> goal) {
        return absolute(what, Unit.COUNT, new Series(List.of(ours.sum())), goal);
    }

    /** Returns a row for a measurement that is not possible on this machine. */
    static Row unmeasured(String what, String obstacle, Optional<Goal> goal) {
        return new Row(what, obstacle, Optional.empty(), Unit.RATIO, goal);
    }

    /** Returns the cells of a row with {@link #HEADINGS}. */
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

    /** Returns whether this is a ratio that misses its goal by more than the tolerance. */
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
