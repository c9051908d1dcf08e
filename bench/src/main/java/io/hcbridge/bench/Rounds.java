/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rounds in which all take part in turn, each beginning with another, so that a slow minute of the machine hits all alike. */
record Rounds(int count) {
    /** Takes one measurement. */
    interface Measurement<T, R> {
        R of(T contestant) throws IOException;
    }

    /** What each contestant showed, in the order of the rounds. */
    <T, R> Map<T, List<R>> run(List<T> contestants, Measurement<T, R> measurement) throws IOException {
        Map<T, List<R>> results = new HashMap<>();
        for (int round = 0; round < count; round++) {
            List<T> order = new ArrayList<>(contestants);
            Collections.rotate(order, -round);
            for (T contestant : order) {
                results.computeIfAbsent(contestant, c -> new ArrayList<>()).add(measurement.of(contestant));
            }
        }
        return results;
    }
}
