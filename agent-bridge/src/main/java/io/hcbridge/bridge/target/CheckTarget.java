/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import io.hcbridge.bridge.override.PreparedReply;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.AgentReply;
import java.util.function.Consumer;

/** The subject of one check. Belongs to the event loop. */
public interface CheckTarget {
    /** Returns the name for the log, without control characters. */
    String name();

    /**
     * Records that a check has arrived and requests a result. {@code callback} receives it exactly once, possibly before this method returns.
     */
    void ask(Consumer<ProbeResult> callback);

    /**
     * Returns the result for a check that still waits at its deadline.
     *
     * @param noAnswer the verdict that there was no answer in time
     */
    default ProbeResult atDeadline(Verdict noAnswer) {
        return noAnswer;
    }

    /** Creates the reply for one address. */
    PreparedReply prepare(Verdict verdict, String address);

    /** Records a reply. Called after it was written. */
    void replied(AgentReply reply);
}
