/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.override.StateChange.OfOverrides;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Keeps the state over restarts of the bridge. Thread-safe.
 *
 * <p>Replies are made from memory, so a store that fails changes no reply.
 */
public interface StateStore {
    /** A store that forgets with the process. */
    static StateStore inMemory() {
        return new InMemoryStateStore();
    }

    /**
     * Reads the state; may block. Called once, before the first change is saved.
     *
     * @throws IOException if the state exists and cannot be read
     */
    SavedState load() throws IOException;

    /**
     * Saves changes; never blocks. The last change of each entry counts.
     *
     * @return completes when the changes are durable. It fails when the attempt to save them failed; the store then tries again by itself
     *     until it succeeds or is closed. It may complete on any thread
     */
    CompletionStage<Void> save(Collection<? extends StateChange> changes);

    /** The present condition; never blocks. */
    StoreHealth health();

    /**
     * Takes note that an operator knows of the loss in {@link #health}; never blocks.
     *
     * @return completes as that of {@link #save} does
     */
    CompletionStage<Void> acknowledgeLoss();

    /**
     * Reports changes of overrides that other processes made. A store that belongs to one process never calls {@code listener}.
     *
     * @param listener called on any thread
     */
    default void watch(Consumer<OfOverrides> listener) {}

    /**
     * Saves what is left and releases the store. Idempotent; later changes are not saved.
     *
     * @param limit how long this may block
     */
    void close(Duration limit);
}
