/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

/** One probe, from its start to its end. Belongs to the event loop and must not block. */
public interface ProbeAttempt {
    /** Runs the first step. The attempt ends when it calls {@link ProbeRun#end}, or at its time limit. */
    void begin();

    /** Releases the resources of this attempt. Called once, after its end and before its result is delivered. */
    void close();
}
