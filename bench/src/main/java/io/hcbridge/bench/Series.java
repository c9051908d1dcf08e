/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * One figure, measured once a round.
 *
 * @param rounds at least one, in the order of the rounds
 */
record Series(List<Double> rounds) {
    Series {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("rounds: a series has one at least");
        }
        rounds = List.copyOf(rounds);
    }

    static <T> Series of(List<T> rounds, ToDoubleFunction<T> figure) {
        return new Series(rounds.stream().mapToDouble(figure).boxed().toList());
    }

    /** The middle one; of an even number, the mean of the two in the middle. */
    double median() {
        List<Double> sorted = rounds.stream().sorted().toList();
        int upper = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(upper) : (sorted.get(upper - 1) + sorted.get(upper)) / 2;
    }

    double min() {
        return rounds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double max() {
        return rounds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    double sum() {
        return rounds.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The ratio to another series, round by round: in one round the machine was equally fast for both. */
    Series over(Series reference) {
        return with(reference, (ours, theirs) -> ours / theirs);
    }

    /** The difference to another series, round by round. */
    Series less(Series reference) {
        return with(reference, (ours, theirs) -> ours - theirs);
    }

    private Series with(Series reference, DoubleBinaryOperator operator) {
        if (reference.rounds.size() != rounds.size()) {
            throw new IllegalArgumentException(
                    "reference: has " + reference.rounds.size() + " rounds, not " + rounds.size());
        }
        return new Series(IntStream.range(0, rounds.size())
                .mapToObj(i -> operator.applyAsDouble(rounds.get(i), reference.rounds.get(i)))
                .toList());
    }
}
