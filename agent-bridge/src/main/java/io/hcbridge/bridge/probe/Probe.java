/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import java.util.function.Consumer;

/** Queries the health of a service. Belongs to the event loop. */
public interface Probe {
    /**
     * Starts one probe. Called on the event loop. Must not block.
     *
     * @param done receives the result exactly once, on the event loop, within the timeout of the target
     */
    void start(Consumer<ProbeResult> done);

    /** Returns a description of the last probe and its steps, for operators. */
    String describeLast();
}
