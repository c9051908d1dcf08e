/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void eachRoundBeginsWithAnotherContestant() throws IOException {
        List<String> order = new ArrayList<>();

        Map<String, List<Integer>> results = new Rounds(3).run(List.of("a", "b", "c"), contestant -> {
            order.add(contestant);
            return order.size();
        });

        assertThat(order).containsExactly("a", "b", "c", "b", "c", "a", "c", "a", "b");
        assertThat(results).containsEntry("a", List.of(1, 6, 8));
    }
}
