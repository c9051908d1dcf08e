/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The store of a bridge that does not own the state yet, like a standby. Until {@link #use}, changes stay in memory and are not saved
 * anywhere. Thread-safe.
 */
public final class DeferredStateStore implements StateStore {
    private volatile StateStore current = StateStore.inMemory();

    /** Sets the store in which changes are saved from now on. */
    public void use(StateStore opened) {
        current = opened;
    }

    /** Returns no state. That of the opened store must be passed on by {@link ReplyComposer#restore}. */
    @Override
    public SavedState load() {
        return SavedState.EMPTY;
    }

    @Override
    public CompletionStage<Void> save(Collection<? extends StateChange> changes) {
        return current.save(changes);
    }

    @Override
    public StoreHealth health() {
        return current.health();
    }

    @Override
    public CompletionStage<Void> acknowledgeLoss() {
        return current.acknowledgeLoss();
    }

    @Override
    public void watch(Consumer<StateChange.OfOverrides> listener) {
        current.watch(listener);
    }

    @Override
    public void close(Duration limit) {
        current.close(limit);
    }
}
