/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * One figure, measured once in each round.
 *
 * @param rounds at least one value, in the order of the rounds
 */
record Series(List<Double> rounds) {
    Series {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("rounds: must not be empty");
        }
        rounds = List.copyOf(rounds);
    }

    static <T> Series of(List<T> rounds, ToDoubleFunction<T> figure) {
        return new Series(rounds.stream().mapToDouble(figure).boxed().toList());
    }

    /** Returns the median; for an even number of rounds, the mean of the two middle values. */
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

    /** Returns the ratio to another series, round by round. Within one round, the machine is about equally fast for both. */
    Series over(Series reference) {
        return with(reference, (ours, theirs) -> ours / theirs);
    }

    /** Returns the difference to another series, round by round. */
    Series less(Series reference) {
        return with(reference, (ours, theirs) -> ours - theirs);
    }

    private Series with(Series reference, DoubleBinaryOperator operator) {
        if (reference.rounds.size() != rounds.size()) {
            throw new IllegalArgumentException(
                    "reference: " + reference.rounds.size() + " rounds must be " + rounds.size());
        }
        return new Series(IntStream.range(0, rounds.size())
                .mapToObj(i -> operator.applyAsDouble(rounds.get(i), reference.rounds.get(i)))
                .toList());
    }
}
