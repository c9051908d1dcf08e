/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.log.RateLimitedLog;
import io.hcbridge.bridge.override.StateChange.OfResets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

    /** Saves of a pending {@code 100%} that may not be complete. */
    private final Map<AddressKey, CompletableFuture<Void>> weightSaves = new HashMap<>();

    /** @param limit maximum number of addresses with pending resets; bounds the memory if any client can connect */
    ResetRegistry(Map<AddressKey, SavedResets> saved, Clocks clocks, StateStore store, int limit) {
        this.clocks = clocks;
        this.store = store;
        this.limit = limit;
        this.evictions = new RateLimitedLog(Duration.ofSeconds(10), clocks.nanoTime());
        restore(saved);
    }

    /** Replaces all pending resets by those that were saved. */
    void restore(Map<AddressKey, SavedResets> saved) {
        trackers.clear();
        weightSaves.clear();
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
        if (before.savesWeight() && !after.savesWeight()) {
            weightSaves.remove(key);
        }
        if (after.isSettled()) {
            if (!before.isSettled()) {
                trackers.remove(key);
                save(List.of(change(key, after)));
            }
            return;
        }
        trackers.put(key, after);
        boolean isNewDay =
                Math.floorDiv(before.lastPoll(), SAVE_PERIOD) != Math.floorDiv(after.lastPoll(), SAVE_PERIOD);
        if (!after.hasSamePending(before) || isNewDay) {
            save(List.of(change(key, after)));
            removeOld(after.lastPoll());
        }
    }

    /**
     * Saves {@code 100%} as pending for addresses that may soon be sent a first weight.
     *
     * @param lastPolls monotonic times of the last checks from these addresses
     */
    void reserveWeights(Map<AddressKey, Long> lastPolls) {
        List<OfResets> changes = new ArrayList<>();
        lastPolls.forEach((key, lastPoll) -> {
            ResetTracker before = of(key, lastPoll);
            if (!before.savesWeight()) {
                trackers.put(key, before.reserved());
                changes.add(change(key, before.reserved()));
            }
        });
        if (!changes.isEmpty()) {
            save(changes);
        }
    }

    /**
     * Returns whether a weight may be sent to an address: {@code 100%} is pending, and a bridge that starts later knows that. If it is not
     * saved yet, saves it.
     */
    boolean isWeightResetSaved(AddressKey key, long now) {
        if (of(key, now).fullWeight().isPending()) {
            return true;
        }
        reserveWeights(Map.of(key, now));
        CompletableFuture<Void> save = weightSaves.get(key);
        // After a failed attempt the store retries, and it has no problem once an attempt has succeeded.
        return save == null
                || (save.isDone()
                        && (!save.isCompletedExceptionally()
                                || store.health().problem().isEmpty()));
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
        removed.forEach(trackers::remove);
        removed.forEach(weightSaves::remove);
        if (!removed.isEmpty()) {
            SavedResets nothing = new SavedResets(false, false, Instant.EPOCH);
            store.save(removed.stream().map(key -> new OfResets(key, nothing)).toList());
        }
    }

    private OfResets change(AddressKey key, ResetTracker tracker) {
        return new OfResets(
                key,
                new SavedResets(tracker.ready().isPending(), tracker.savesWeight(), clocks.toWall(tracker.lastPoll())));
    }

    private void save(Collection<OfResets> changes) {
        CompletableFuture<Void> saved = store.save(changes).toCompletableFuture();
        for (OfResets change : changes) {
            if (change.resets().weight()) {
                weightSaves.put(change.address(), saved);
            }
        }
    }

    private ResetTracker restored(SavedResets saved) {
        return ResetTracker.restored(saved, clocks.toNanos(saved.lastPoll()));
    }
}
