/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

/** Keeps the state over restarts, as well as it can: nothing here throws, and nothing blocks the event loop. */
public interface StateStore {
    /** Forgets with the process. */
    static StateStore inMemory() {
        return new StateStore() {
            @Override
            public SteeringState load() {
                return SteeringState.EMPTY;
            }

            @Override
            public void save(SteeringState state) {
                // There is nowhere to save it.
            }
        };
    }

    /** What was saved last; empty if there is nothing that can be read. */
    SteeringState load();

    /** Saves in the background; of several calls in a row the last one counts. */
    void save(SteeringState state);
}
