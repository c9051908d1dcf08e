/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio;

import io.hcbridge.bridge.metrics.EosioMeters;
import io.hcbridge.bridge.override.PreparedReply;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.probe.eosio.EosioEndpoint;
import io.hcbridge.bridge.target.CheckTarget;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.eosio.BlockTolerance;
import java.util.function.Consumer;

/** A request for the state of an endpoint. */
record EosioCheck(SharedQueries queries, EosioEndpoint endpoint, BlockTolerance tolerance, EosioMeters meters)
        implements CheckTarget {
    @Override
    public String name() {
        return "eosio " + endpoint;
    }

    @Override
    public void ask(String address, Consumer<ProbeResult> asker) {
        queries.ask(endpoint, tolerance, asker);
    }

    @Override
    public PreparedReply prepare(Verdict verdict, String address) {
        return new PreparedReply(AgentReply.of(verdict.health(), verdict.reason()), () -> {});
    }

    @Override
    public void replied(AgentReply sent) {
        meters.replySent(sent);
    }
}
