/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The last changes of one target between up and not up.
 *
 * @param changes monotonic times in nanoseconds, the newest last; at most as many as the rule counts
 * @param heldUntil monotonic time at which the hold ends; empty if the target was never held
 */
record FlapHistory(List<Long> changes, OptionalLong heldUntil) {
    static final FlapHistory EMPTY = new FlapHistory(List.of(), OptionalLong.empty());

    FlapHistory {
        changes = List.copyOf(changes);
    }

    /** Returns the history after a change. A change that completes the rule's number begins a hold or extends it. */
    FlapHistory changedAt(long nanos, FlapRule rule) {
        List<Long> recent = new ArrayList<>();
        for (long change : changes) {
            if (nanos - change < rule.within().toNanos()) {
                recent.add(change);
            }
        }
        recent.add(nanos);
        int surplus = Math.max(0, recent.size() - rule.changes());
        List<Long> counted = recent.subList(surplus, recent.size());
        boolean isFlapping = counted.size() == rule.changes();
        return new FlapHistory(
                counted, isFlapping ? OptionalLong.of(nanos + rule.hold().toNanos()) : heldUntil);
    }

    /** Returns the remaining time of the hold in nanoseconds; 0 or less if there is none. */
    long holdNanos(long nanos) {
        return heldUntil.isPresent() ? heldUntil.getAsLong() - nanos : 0;
    }
}
