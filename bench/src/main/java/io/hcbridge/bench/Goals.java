/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.util.Map;
import java.util.Optional;

/** The goals of the bridge and the library, on two cores. */
final class Goals {
    /** By number of clients. The floor is a C program that does only the necessary system calls. */
    static final Map<Integer, Goal> CHECKS_TO_FLOOR =
            Map.of(1, Goal.atLeast(0.78, 0.90), 16, Goal.atLeast(0.68, 0.85), 256, Goal.atLeast(0.60, 0.85));

    static final Map<Integer, Goal> CHECKS_TO_GO =
            Map.of(1, Goal.atLeast(1.3, 1.5), 16, Goal.atLeast(1.3, 1.6), 256, Goal.atLeast(1.15, 1.4));
    static final Map<Integer, Goal> CPU_TO_GO = Map.of(16, Goal.atMost(0.70, 0.50), 256, Goal.atMost(0.77, 0.55));
    static final Optional<Goal> P99_TO_GO = Optional.of(Goal.atMost(1.1, 0.9));
    static final Optional<Goal> PINGS_TO_GO = Optional.of(Goal.atLeast(1.0, 1.5));
    static final Optional<Goal> PROBE_TO_EMPTY = Optional.of(Goal.atMost(2.5, 1.6));
    static final Optional<Goal> MEMORY_MEGABYTES = Optional.of(Goal.atMost(95, 64));
    static final Optional<Goal> START_TO_EMPTY = Optional.of(Goal.atMost(7.5, 5));
    static final Optional<Goal> WARM_UP_MILLIS = Optional.of(Goal.atMost(300, 100));
    static final Optional<Goal> CPU_PERCENT = Optional.of(Goal.atMost(5, 3));
    /** Of 1000 servers, each checked every 100 ms, after the bridge's start. */
    static final Optional<Goal> LATE_SERVERS = Optional.of(Goal.atMost(50, 0));

    static final Optional<Goal> NONE_AT_ALL = Optional.of(Goal.atMost(0, 0));
    /** Unchanged, within the accuracy of a median. */
    static final Optional<Goal> P99_BESIDE_IDLE = Optional.of(Goal.atMost(1.2, 1.05));

    /** Flat, within 20 %. */
    static final Optional<Goal> CPU_TO_FEWER_TARGETS = Optional.of(Goal.atMost(1.2, 1));

    static final Optional<Goal> TARGET_KILOBYTES = Optional.of(Goal.atMost(4.096, 3));
    static final Optional<Goal> P99_TO_ON_DEMAND = Optional.of(Goal.atMost(1.2, 1));
    static final Optional<Goal> DISCOVERY_MILLIS = Optional.of(Goal.atMost(5000, 2500));
    static final Optional<Goal> RELOAD_MILLIS = Optional.of(Goal.atMost(20, 10));

    static final Optional<Goal> NO_GOAL = Optional.empty();

    private Goals() {}
}
