/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store in memory. It can be shared by several bridges of one process, one after the other. */
public final class InMemoryStateStore implements StateStore {
    private final StateTable table = new StateTable(SavedState.EMPTY);

    @Override
    public synchronized SavedState load() {
        return table.snapshot();
    }

    @Override
    public synchronized CompletionStage<Void> save(Collection<? extends StateChange> changes) {
        changes.forEach(table::apply);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public StoreHealth health() {
        return StoreHealth.OK;
    }

    @Override
    public CompletionStage<Void> acknowledgeLoss() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void close(Duration limit) {
        // Nothing is left to save.
    }
}
