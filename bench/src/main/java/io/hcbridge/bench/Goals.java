/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.util.Map;
import java.util.Optional;

/** What the bridge and the library have set themselves, on two cores. */
final class Goals {
    /** By the number of clients; of the C program, which does nothing but what the kernel asks for. */
    static final Map<Integer, Goal> CHECKS_TO_FLOOR =
            Map.of(1, Goal.atLeast(0.80, 0.90), 16, Goal.atLeast(0.72, 0.85), 256, Goal.atLeast(0.68, 0.85));

    static final Optional<Goal> CHECKS_TO_GO = Optional.of(Goal.atLeast(1.15, 1.4));
    static final Optional<Goal> CPU_TO_GO = Optional.of(Goal.atMost(0.75, 0.6));
    static final Optional<Goal> P99_TO_GO = Optional.of(Goal.atMost(1.0, 0.75));
    static final Optional<Goal> PINGS_TO_GO = Optional.of(Goal.atLeast(1.0, 1.5));
    static final Optional<Goal> PROBE_TO_EMPTY = Optional.of(Goal.atMost(2.5, 1.6));
    static final Optional<Goal> MEMORY_MEGABYTES = Optional.of(Goal.atMost(90, 64));
    static final Optional<Goal> START_MILLIS = Optional.of(Goal.atMost(300, 190));
    static final Optional<Goal> CPU_PERCENT = Optional.of(Goal.atMost(5, 3));
    static final Optional<Goal> NONE_AT_ALL = Optional.of(Goal.atMost(0, 0));
    /** Unchanged, as far as a median of rounds can tell. */
    static final Optional<Goal> P99_BESIDE_IDLE = Optional.of(Goal.atMost(1.2, 1.05));

    static final Optional<Goal> NO_GOAL = Optional.empty();

    private Goals() {}
}
