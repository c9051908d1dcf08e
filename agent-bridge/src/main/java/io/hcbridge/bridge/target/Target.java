/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.override.AddressKey;
import io.hcbridge.bridge.override.PreparedReply;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.override.ReplyRules;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.source.ResultSource;
import io.hcbridge.bridge.source.SourceExplanation;
import io.hcbridge.protocol.agent.AgentReply;
import java.util.function.Consumer;

/**
 * A configured service that HAProxy can check. Belongs to the event loop.
 *
 * @param polls records the polls; nothing if the target is probed for each poll
 */
public record Target(
        TargetConfig config, ResultSource source, ReplyComposer replies, TargetMeters meters, PollRecorder polls)
        implements CheckTarget {
    /** Creates a target that is probed for each poll. */
    public Target(TargetConfig config, ResultSource source, ReplyComposer replies, TargetMeters meters) {
        this(config, source, replies, meters, PollRecorder.NONE);
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public void ask(String address, Consumer<ProbeResult> callback) {
        ask(address, name(), callback);
    }

    /** @param line the name in the request line */
    void ask(String address, String line, Consumer<ProbeResult> callback) {
        meters.checkReceived();
        polls.record(address, line);
        source.ask(callback);
    }

    @Override
    public ProbeResult atDeadline(Verdict noAnswer) {
        return source.atDeadline(noAnswer);
    }

    /** Returns what led to the last verdict, and what the next reply makes of it. */
    public SourceExplanation explain() {
        SourceExplanation explanation = source.explain();
        return source.last()
                .map(verdict -> explanation
                        .with("override", preview(verdict, false), "")
                        .with("reply", preview(verdict, isReportOnly()), "without pending resets"))
                .orElse(explanation);
    }

    private String preview(Verdict verdict, boolean reportOnly) {
        ReplyRules rules = new ReplyRules(config.maxConnections(), reportOnly, config.ramp());
        return replies.preview(config.name(), verdict, rules).render().strip();
    }

    private boolean isReportOnly() {
        return config.onFailed() == OnFailed.REPORT;
    }

    /** Creates the reply, with the operator's overrides applied. */
    @Override
    public PreparedReply prepare(Verdict verdict, String address) {
        return prepare(verdict, address, "");
    }

    /** @param alias the alias in the request line; empty for none */
    PreparedReply prepare(Verdict verdict, String address, String alias) {
        return replies.prepare(new AddressKey(config.name(), address, alias), verdict, rules());
    }

    /** Returns what counts for a group of which this target is a member. */
    public Verdict asMember(Verdict verdict) {
        return replies.overridden(config.name(), verdict, rules());
    }

    private ReplyRules rules() {
        return new ReplyRules(config.maxConnections(), isReportOnly(), config.ramp());
    }

    @Override
    public void replied(AgentReply reply) {
        meters.replySent(reply);
    }
}
