/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import java.util.List;
import java.util.function.Consumer;

/** A way to query a service for its health. */
public interface Probe {
    /**
     * Starts one probe; called on the event loop and never blocks it.
     *
     * @param done gets the result exactly once, on the event loop, within the target's timeout
     */
    void start(Consumer<ProbeResult> done);

    /** How the last probe went, in one line for a person. */
    String describeLast();

    /** The steps of the last probe, if this kind records them. */
    default List<ProbeStep> lastSteps() {
        return List.of();
    }

    /** Ends a probe under way and releases what is kept between probes; called on the event loop, once, as the last call. */
    default void close() {}
}
