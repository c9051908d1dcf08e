/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A store in memory that records all saved changes. */
final class RecordingStore implements StateStore {
    final List<StateChange> saves = new ArrayList<>();
    private final InMemoryStateStore store = new InMemoryStateStore();

    @Override
    public SavedState load() {
        return store.load();
    }

    @Override
    public CompletionStage<Void> save(Collection<? extends StateChange> changes) {
        saves.addAll(changes);
        return store.save(changes);
    }

    @Override
    public StoreHealth health() {
        return store.health();
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
