/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures all contestants in each of several rounds. Each round begins with another contestant. A slow phase of the machine affects all
 * contestants alike.
 */
record Rounds(int count) {
    /** Measures one contestant once. */
    interface Measurement<T, R> {
        R of(T contestant) throws IOException;
    }

    /** Returns the results of each contestant, in the order of the rounds. */
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
