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

/** The pending resets of all addresses, least recently polled first. Belongs to the event loop. */
final class ResetRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(ResetRegistry.class);
    private static final long FORGOTTEN_AFTER = Duration.ofDays(7).toNanos();
    /** How exact the time of the last poll is on disk, so that a bridge that starts does not forget an address that polls. */
    private static final long SAVED_EVERY = Duration.ofDays(1).toNanos();

    private final Clocks clocks;
    private final StateStore store;
    private final int limit;
    private final RateLimitedLog evictions;
    private final LinkedHashMap<AddressKey, ResetTracker> trackers = new LinkedHashMap<>(16, 0.75f, true);

    /** @param limit how many addresses may have something pending; a bound on memory where everyone may ask */
    ResetRegistry(Map<AddressKey, SavedResets> saved, Clocks clocks, StateStore store, int limit) {
        this.clocks = clocks;
        this.store = store;
        this.limit = limit;
        this.evictions = new RateLimitedLog(Duration.ofSeconds(10), clocks.nanoTime());
        saved.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().lastPoll()))
                .forEach(entry -> trackers.put(entry.getKey(), restored(entry.getValue())));
    }

    ResetTracker of(AddressKey key, long now) {
        ResetTracker tracker = trackers.get(key);
        return tracker == null ? ResetTracker.none(now) : tracker;
    }

    /** Replaces a tracker after a reply, and saves it where that makes a difference to the next bridge. */
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
                Math.floorDiv(before.lastPoll(), SAVED_EVERY) != Math.floorDiv(after.lastPoll(), SAVED_EVERY);
        if (!after.isPendingLike(before) || isNewDay) {
            save(key, after);
            forget(after.lastPoll());
        }
    }

    private void forget(long now) {
        List<AddressKey> forgotten = new ArrayList<>();
        int left = trackers.size();
        for (Map.Entry<AddressKey, ResetTracker> eldest : trackers.entrySet()) {
            boolean isOver = now - eldest.getValue().lastPoll() > FORGOTTEN_AFTER;
            if (!isOver && left <= limit) {
                break;
            }
            forgotten.add(eldest.getKey());
            left--;
            if (!isOver) {
                evictions
                        .next()
                        .ifPresent(more -> LOG.warn(
                                "pending resets: more than {} addresses, {} is forgotten{}",
                                limit,
                                eldest.getKey(),
                                more));
            }
        }
        trackers.keySet().removeAll(forgotten);
        if (!forgotten.isEmpty()) {
            SavedResets nothing = new SavedResets(false, false, Instant.EPOCH);
            store.save(forgotten.stream().map(key -> new OfResets(key, nothing)).toList());
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
