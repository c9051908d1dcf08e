/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import io.hcbridge.bridge.override.PreparedReply;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.AgentReply;
import java.util.function.Consumer;

/**
 * Another name of a target. HAProxy has a server of its own for it, so it has its own pending resets.
 *
 * @param alias the name in HAProxy's request line
 */
record TargetAlias(Target target, String alias) implements CheckTarget {
    @Override
    public String name() {
        return target.name();
    }

    @Override
    public void ask(String address, Consumer<ProbeResult> callback) {
        target.ask(address, alias, callback);
    }

    @Override
    public ProbeResult atDeadline(Verdict noAnswer) {
        return target.atDeadline(noAnswer);
    }

    @Override
    public PreparedReply prepare(Verdict verdict, String address) {
        return target.prepare(verdict, address, alias);
    }

    @Override
    public void replied(AgentReply reply) {
        target.replied(reply);
    }
}
