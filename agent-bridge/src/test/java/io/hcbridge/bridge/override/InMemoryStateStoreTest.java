/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

/** Tests the store in memory. A second bridge can load from it. */
final class InMemoryStateStoreTest extends StateStoreContract {
    private final InMemoryStateStore memory = new InMemoryStateStore();

    @Override
    protected StateStore open() {
        return memory;
    }
}
