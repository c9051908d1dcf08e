/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import java.util.List;
import java.util.function.Consumer;

/** Queries the health of a service. Belongs to the event loop. */
public interface Probe {
    /**
     * Starts one probe. Called on the event loop. Must not block.
     *
     * @param done receives the result exactly once, on the event loop, within the timeout of the target
     */
    void start(Consumer<ProbeResult> done);

    /** Returns a description of the last probe in one line, for operators. */
    String describeLast();

    /** Returns the steps of the last probe; empty if this kind of probe does not record steps. */
    default List<ProbeStep> lastSteps() {
        return List.of();
    }

    /** Ends a running probe and releases all resources. Called on the event loop, once, as the last call. */
    default void close() {}
}
