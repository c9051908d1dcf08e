/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.override.StateChange.OfOverrides;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Keeps the state across restarts of the bridge. Thread-safe.
 *
 * <p>Replies depend only on memory. An error of the store does not change them.
 */
public interface StateStore {
    /** Returns a new store in memory. */
    static StateStore inMemory() {
        return new InMemoryStateStore();
    }

    /**
     * Reads the state. May block. Called once, before the first change is saved.
     *
     * @throws IOException if the state exists and cannot be read
     */
    SavedState load() throws IOException;

    /**
     * Saves changes. Does not block. If an entry changes several times, the last change counts.
     *
     * @return completes when the changes are durable, on any thread. Fails if the first attempt to save them fails; the store then retries
     *     until it succeeds or is closed
     */
    CompletionStage<Void> save(Collection<? extends StateChange> changes);

    /** Returns the current condition. Does not block. */
    StoreHealth health();

    /**
     * Records that an operator has acknowledged the loss in {@link #health}. Does not block.
     *
     * @return completes like the stage of {@link #save}
     */
    CompletionStage<Void> acknowledgeLoss();

    /**
     * Reports changes of overrides that other processes have saved. A store that is used by only one process never calls {@code listener}.
     *
     * @param listener called on any thread
     */
    default void watch(Consumer<OfOverrides> listener) {}

    /**
     * Saves the remaining changes and releases the store. Idempotent. Later changes are not saved.
     *
     * @param limit maximum time for which this blocks
     */
    void close(Duration limit);
}
