/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store in memory whose saves can be held, and can fail. It records all changes. */
final class SlowStore implements StateStore {
    final List<StateChange> saves = new ArrayList<>();
    private final InMemoryStateStore store = new InMemoryStateStore();
    private final List<CompletableFuture<Void>> held = new ArrayList<>();
    private boolean isHolding;
    private StoreHealth health = StoreHealth.OK;

    /** Makes further saves wait for {@link #release} or {@link #fail}. */
    void hold() {
        isHolding = true;
    }

    void release() {
        isHolding = false;
        held.forEach(save -> save.complete(null));
    }

    /** Makes the held saves fail. The store has a problem until {@link #recover}. */
    void fail() {
        health = new StoreHealth(Optional.of("disk full"), Optional.empty());
        held.forEach(save -> save.completeExceptionally(new IOException("disk full")));
    }

    void recover() {
        isHolding = false;
        health = StoreHealth.OK;
    }

    @Override
    public SavedState load() {
        return store.load();
    }

    @Override
    public CompletionStage<Void> save(Collection<? extends StateChange> changes) {
        saves.addAll(changes);
        CompletionStage<Void> saved = store.save(changes);
        if (!isHolding) {
            return saved;
        }
        CompletableFuture<Void> later = new CompletableFuture<>();
        held.add(later);
        return later;
    }

    @Override
    public StoreHealth health() {
        return health;
    }

    @Override
    public CompletionStage<Void> acknowledgeLoss() {
        return store.acknowledgeLoss();
    }

    @Override
    public void close(Duration limit) {
        store.close(limit);
    }
}
