/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio;

import io.hcbridge.bridge.metrics.EosioMeters;
import io.hcbridge.bridge.override.PreparedReply;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.target.CheckTarget;
import io.hcbridge.protocol.agent.AgentReply;
import java.util.function.Consumer;

/** A request whose reply needs no probe. */
record FixedReply(AgentReply reply, EosioMeters meters) implements CheckTarget {
    @Override
    public String name() {
        return "eosio";
    }

    @Override
    public void ask(String address, Consumer<ProbeResult> asker) {
        asker.accept(Verdict.UP);
    }

    @Override
    public PreparedReply prepare(Verdict verdict, String address) {
        return new PreparedReply(reply, () -> {});
    }

    @Override
    public void replied(AgentReply sent) {
        meters.replySent(sent);
    }
}
