/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All states that a few candidates can reach, by steps, kills, ends, and other programs that remove or replace their files. */
final class ElectionModelTest {
    /** After the removal of the lock file, the earlier master finds out in its next step. */
    private static final int ROUNDS_TO_SETTLE = 2;

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "3, false", "4, false", "1, true", "2, true", "3, true"})
    void thereAreNeverTwoMastersAndEventuallyOne(int size, boolean withLockRemoval) {
        List<ElectionWorld.Action> actions = ElectionWorld.actions(size, withLockRemoval);
        Set<String> known = new HashSet<>();
        Queue<List<ElectionWorld.Action>> open = new ArrayDeque<>(List.of(List.of()));
        while (!open.isEmpty()) {
            List<ElectionWorld.Action> path = open.remove();
            for (ElectionWorld.Action action : actions) {
                List<ElectionWorld.Action> further = new ArrayList<>(path);
                further.add(action);
                ElectionWorld world = replay(size, further);
                if (known.add(world.state())) {
                    assertIsSafe(world, further, withLockRemoval);
                    assertSettles(world, further);
                    open.add(further);
                }
            }
        }
        // Each candidate may be the master, and the socket's path may lead to it, to nobody or to a stranger.
        assertThat(known).hasSizeGreaterThan(4 * size);
    }

    private static ElectionWorld replay(int size, List<ElectionWorld.Action> path) {
        ElectionWorld world = new ElectionWorld(size);
        path.forEach(action -> action.effect().accept(world));
        return world;
    }

    private static void assertIsSafe(ElectionWorld world, List<ElectionWorld.Action> path, boolean withLockRemoval) {
        assertThat(world.socketsAreOpenedUnderTheLock()).as("%s", path).isTrue();
        if (!withLockRemoval) {
            assertThat(world.masters()).as("%s", path).isLessThan(2);
            assertThat(world.openSockets()).as("%s", path).isLessThan(2);
        }
    }

    private static void assertSettles(ElectionWorld world, List<ElectionWorld.Action> path) {
        for (int i = 0; i < ROUNDS_TO_SETTLE; i++) {
            world.round();
        }
        assertThat(world.isSettled()).as("%s", path).isTrue();
        world.round();
        assertThat(world.isSettled()).as("%s, one round later", path).isTrue();
    }
}
