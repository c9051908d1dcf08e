/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.log.RateLimitedLog;
import io.hcbridge.bridge.override.StateChange.OfResets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pending resets of all addresses, in the order of their last check, oldest first. Belongs to the event loop. */
final class ResetRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(ResetRegistry.class);
    private static final long MAX_AGE = Duration.ofDays(7).toNanos();
    /**
     * Precision of the time of the last check on disk. It must be fine enough that a bridge does not remove, after its start, an address
     * that still checks.
     */
    private static final long SAVE_PERIOD = Duration.ofDays(1).toNanos();

    private final Clocks clocks;
    private final StateStore store;
    private int limit;
    private final RateLimitedLog evictions;
    private final LinkedHashMap<AddressKey, ResetTracker> trackers = new LinkedHashMap<>(16, 0.75f, true);

    /** @param limit maximum number of addresses with pending resets; bounds the memory if any client can connect */
    ResetRegistry(Map<AddressKey, SavedResets> saved, Clocks clocks, StateStore store, int limit) {
        this.clocks = clocks;
        this.store = store;
        this.limit = limit;
        this.evictions = new RateLimitedLog(Duration.ofSeconds(10), clocks.nanoTime());
        saved.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().lastPoll()))
                .forEach(entry -> trackers.put(entry.getKey(), restored(entry.getValue())));
    }

    void limit(int newLimit) {
        limit = newLimit;
    }

    ResetTracker of(AddressKey key, long now) {
        ResetTracker tracker = trackers.get(key);
        return tracker == null ? ResetTracker.none(now) : tracker;
    }

    /** Replaces a tracker after a reply. Saves it if a bridge that starts later needs the change. */
    void put(AddressKey key, ResetTracker before, ResetTracker after) {
        if (after.isSettled()) {
            if (!before.isSettled()) {
                trackers.remove(key);
                save(key, after);
            }
            return;
        }
        trackers.put(key, after);
        boolean isNewDay =
                Math.floorDiv(before.lastPoll(), SAVE_PERIOD) != Math.floorDiv(after.lastPoll(), SAVE_PERIOD);
        if (!after.hasSamePending(before) || isNewDay) {
            save(key, after);
            removeOld(after.lastPoll());
        }
    }

    private void removeOld(long now) {
        List<AddressKey> removed = new ArrayList<>();
        int left = trackers.size();
        for (Map.Entry<AddressKey, ResetTracker> eldest : trackers.entrySet()) {
            boolean isTooOld = now - eldest.getValue().lastPoll() > MAX_AGE;
            if (!isTooOld && left <= limit) {
                break;
            }
            removed.add(eldest.getKey());
            left--;
            if (!isTooOld) {
                evictions
                        .next()
                        .ifPresent(more -> LOG.warn(
                                "pending resets: limit of {} addresses exceeded; removed {}{}",
                                limit,
                                eldest.getKey(),
                                more));
            }
        }
        trackers.keySet().removeAll(removed);
        if (!removed.isEmpty()) {
            SavedResets nothing = new SavedResets(false, false, Instant.EPOCH);
            store.save(removed.stream().map(key -> new OfResets(key, nothing)).toList());
        }
    }

    private void save(AddressKey key, ResetTracker tracker) {
        store.save(List.of(new OfResets(
                key,
                new SavedResets(
                        tracker.ready().isPending(),
                        tracker.fullWeight().isPending(),
                        clocks.toWall(tracker.lastPoll())))));
    }

    private ResetTracker restored(SavedResets saved) {
        return ResetTracker.restored(saved, clocks.toNanos(saved.lastPoll()));
    }
}
