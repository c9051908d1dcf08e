/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

/** One probe of a kind, from its begin to its end. Belongs to the event loop, and never blocks it. */
public interface ProbeAttempt {
    /** Does the first step. The attempt ends by {@link ProbeRun#end}, or at its time limit without being asked. */
    void begin();

    /** Releases what this attempt holds. Called once, after its end and before its result is passed on. */
    void close();
}
