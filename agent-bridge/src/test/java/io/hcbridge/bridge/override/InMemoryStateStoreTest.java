/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

/** The store in memory, which outlives its bridge. */
final class InMemoryStateStoreTest extends StateStoreContract {
    private final InMemoryStateStore memory = new InMemoryStateStore();

    @Override
    protected StateStore open() {
        return memory;
    }
}
