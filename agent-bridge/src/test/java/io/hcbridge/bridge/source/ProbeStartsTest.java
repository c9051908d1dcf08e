/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProbeStartsTest {
    private final List<Runnable> turns = new ArrayList<>();
    private final ProbeStarts starts = new ProbeStarts((millis, task) -> {
        assertThat(millis).isZero();
        turns.add(task);
        return new FakeTimers().schedule(millis, task);
    });
    private final List<Integer> started = new ArrayList<>();

    private void addAll(int count) {
        for (int i = 0; i < count; i++) {
            int number = i;
            starts.add(() -> started.add(number));
        }
    }

    private void turn() {
        turns.remove(0).run();
    }

    @Test
    void overdueProbesAreSpreadOverSeveralTurnsInTheirOrder() {
        addAll(2 * ProbeStarts.SLICE + 1);
        assertThat(started).isEmpty();
        turn();
        assertThat(started).hasSize(ProbeStarts.SLICE).startsWith(0, 1, 2);
        turn();
        turn();
        assertThat(started).hasSize(2 * ProbeStarts.SLICE + 1).isSorted();
        assertThat(turns).isEmpty();
        addAll(1);
        turn();
        assertThat(started).endsWith(0);
    }

    @Test
    void errorOfOneStartDoesNotKeepTheOthersFromStarting() {
        starts.add(() -> {
            throw new IllegalStateException("intended");
        });
        addAll(1);
        assertThatThrownBy(this::turn).hasMessage("intended");
        turn();
        assertThat(started).containsExactly(0);
    }
}
