/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import java.util.Optional;
import java.util.function.Consumer;

/** The source of the results of one target. All methods are called on the event loop. */
public interface ResultSource {
    /** Starts the work that does not depend on checks. Called once, after the agent port has opened, possibly after the first check. */
    default void start() {}

    /** Requests a result. {@code callback} receives it exactly once, possibly before this method returns. */
    void ask(Consumer<ProbeResult> callback);

    /**
     * Returns the result for a check that still waits at its deadline.
     *
     * @param noAnswer the verdict that the service did not answer in time
     */
    default ProbeResult atDeadline(Verdict noAnswer) {
        return noAnswer;
    }

    /** Returns the last verdict; empty before the first one. */
    Optional<Verdict> last();

    /** Returns what led to the last verdict, for operators. */
    SourceExplanation explain();

    /** Ends the work and releases all resources. Checks that wait receive a fault of the bridge. */
    void close();
}
