/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import java.util.function.Consumer;

/** A way to query a service for its health. */
public interface Probe {
    /**
     * Starts one probe; called on the event loop and never blocks it.
     *
     * @param done gets the result exactly once, on the event loop, within the target's timeout
     */
    void start(Consumer<ProbeResult> done);

    /** How the last probe went, step by step, for a person. */
    String describeLast();
}
