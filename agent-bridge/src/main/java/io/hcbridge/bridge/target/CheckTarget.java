/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import io.hcbridge.bridge.override.PreparedReply;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.AgentReply;
import java.util.function.Consumer;

/** What one check is about. Belongs to the event loop. */
public interface CheckTarget {
    /** For the log; without control characters. */
    String name();

    /** Records that a check has arrived, and asks for a result; {@code asker} gets it exactly once, possibly before this returns. */
    void ask(Consumer<ProbeResult> asker);

    /** Makes the reply to one address. */
    PreparedReply prepare(Verdict verdict, String address);

    /** Records a reply after it was written. */
    void replied(AgentReply reply);
}
