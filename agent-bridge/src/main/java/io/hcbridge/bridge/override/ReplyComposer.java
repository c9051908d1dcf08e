/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.shape.Ramp;
import io.hcbridge.bridge.shape.RampState;
import io.hcbridge.protocol.agent.AgentReply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Composes replies. A reply for one address combines the target's verdict, the last report of the service, the operator's overrides and the
 * pending resets of the address. Replies depend only on memory; an error of the store does not change them. Belongs to the event loop.
 */
public final class ReplyComposer {
    /** Minimum limit of addresses, far more than the number of HAProxies of any site. */
    private static final int MIN_ADDRESSES = 10_000;

    private static final int ADDRESSES_PER_TARGET = 8;

    private final Clocks clocks;
    private final long readyForNanos;
    private final OverrideRegistry overrides;
    private final ResetRegistry resets;
    private final ReportRegistry reports;
    private final RampRegistry ramps;
    private final LastReplies lastReplies;

    private ReplyComposer(SavedState saved, StateStore store, Clocks clocks, Duration readyFor, Set<String> targets) {
        int addresses = addresses(targets);
        this.clocks = clocks;
        this.readyForNanos = readyFor.toNanos();
        this.overrides = new OverrideRegistry(saved.overrides(), clocks, store);
        this.resets = new ResetRegistry(saved.resets(), clocks, store, addresses);
        this.reports = new ReportRegistry(saved.reports(), clocks, store);
        this.ramps = new RampRegistry(saved.ramps(), clocks, store);
        this.lastReplies = new LastReplies(clocks, addresses);
        reports.retain(targets);
        ramps.retain(targets);
    }

    /**
     * Loads the state.
     *
     * @param readyFor minimum time for which {@code ready} and {@code 100%} are sent; three times the longest agent-inter
     * @param targets names of all configured targets
     * @throws IOException if the store cannot be read
     */
    public static ReplyComposer load(StateStore store, Clocks clocks, Duration readyFor, Set<String> targets)
            throws IOException {
        return new ReplyComposer(store.load(), store, clocks, readyFor, targets);
    }

    /**
     * Takes over the state that another process has saved, in place of the state since the start. A report that a probe of this process has
     * got is kept, because it is newer.
     *
     * @param targets names of all configured targets
     */
    public void restore(SavedState saved, Set<String> targets) {
        overrides.restore(saved.overrides());
        resets.restore(saved.resets());
        reports.restore(saved.reports());
        ramps.restore(saved.ramps());
        reports.retain(targets);
        ramps.retain(targets);
    }

    /**
     * Returns the step between the probe of a target and all other uses of its verdict. While the service cannot be queried, it adds the
     * service's last report to the verdict.
     */
    public UnaryOperator<Verdict> reportedState(String target) {
        return probed -> reports.observe(target, probed);
    }

    /** Returns what counts for a group of which the target is a member: its verdict with the operator's overrides, before its ramp. */
    public Verdict overridden(String target, Verdict verdict, ReplyRules rules) {
        return DesiredState.of(reports.complete(target, verdict), overrides.of(target), rules.ownMaxConnections())
                .asVerdict(rules.reportOnly());
    }

    /** Composes the reply to one address. The reply is not recorded until {@link PreparedReply#onSent} is called. */
    public PreparedReply prepare(AddressKey key, Verdict verdict, ReplyRules rules) {
        long now = clocks.nanos();
        String target = key.target();
        DesiredState full =
                DesiredState.of(reports.complete(target, verdict), overrides.of(target), rules.ownMaxConnections());
        RampStep step = rampStep(key, full, rules, now);
        ResetTracker before = resets.of(key, now);
        ResetTracker after = before.after(step.desired(), step.reservesWeight(), now, readyForNanos);
        AgentReply reply = before.reply(step.desired(), rules.reportOnly());
        return new PreparedReply(reply, () -> {
            resets.put(key, before, after);
            lastReplies.put(key, reply, after);
            rules.ramp().ifPresent(ramp -> rampReplied(target, step.after(), ramp, now));
        });
    }

    private RampStep rampStep(AddressKey key, DesiredState full, ReplyRules rules, long now) {
        if (rules.ramp().isEmpty()) {
            return RampStep.without(full);
        }
        Ramp ramp = rules.ramp().get();
        RampState state = ramps.of(key.target()).after(full.rotation(rules.reportOnly()), ramp, now);
        boolean canSendWeight = state.isRamping() && resets.isWeightResetSaved(key, now);
        return RampStep.of(full, state, canSendWeight, ramp, now);
    }

    /** Records the state of a ramp. A target that leaves service may return with a ramp, for which resets are saved now. */
    private void rampReplied(String target, RampState state, Ramp ramp, long now) {
        boolean hasLeft = state.isOut() && !ramps.of(target).isOut();
        ramps.put(target, state, ramp);
        if (hasLeft) {
            resets.reserveWeights(lastReplies.pollsSince(target, now - readyForNanos));
        }
    }

    /** Returns the reply to an address without pending resets, for operators. Records nothing. */
    public AgentReply preview(String target, Verdict verdict, ReplyRules rules) {
        long now = clocks.nanos();
        DesiredState full =
                DesiredState.of(reports.complete(target, verdict), overrides.of(target), rules.ownMaxConnections());
        DesiredState desired = rules.ramp()
                .map(ramp -> RampStep.of(
                                full,
                                ramps.of(target).after(full.rotation(rules.reportOnly()), ramp, now),
                                true,
                                ramp,
                                now)
                        .desired())
                .orElse(full);
        return ResetTracker.none(now).reply(desired, rules.reportOnly());
    }

    /** Composes the reply to one address and records it as sent. */
    public AgentReply reply(String target, Verdict verdict, String address, ReplyRules rules) {
        PreparedReply prepared = prepare(new AddressKey(target, address), verdict, rules);
        prepared.onSent().run();
        return prepared.reply();
    }

    private static int addresses(Set<String> targets) {
        return Math.max(MIN_ADDRESSES, ADDRESSES_PER_TARGET * targets.size());
    }

    /**
     * Replaces the set of configured targets. Overrides and pending resets of other targets are kept, because a target may return and its
     * HAProxy may still be in the state that a reset ends.
     *
     * @param services names of the targets that are no groups; a group has no report of its own
     */
    public void configured(Set<String> targets, Set<String> services) {
        reports.retain(services);
        ramps.configured(targets);
        lastReplies.retain(targets);
        resets.limit(addresses(targets));
        lastReplies.limit(addresses(targets));
    }

    /** Returns the overrides of all targets. */
    public OverrideRegistry overrides() {
        return overrides;
    }

    /** Returns the last reply to each address that checked the target. */
    public List<LastReply> lastReplies(String target) {
        return lastReplies.of(target);
    }

    /** Returns the number of addresses whose last reply for a target carried {@code ready} or {@code 100%} as a reset. */
    public int pending(String target) {
        return lastReplies.pending(target);
    }

    /** Returns the current weight of a target's ramp in percent of the full weight; empty if no ramp is running. */
    public OptionalInt rampWeight(String target, Ramp ramp) {
        return ramps.weight(target, ramp);
    }

    /** Saves changes that were deferred because they are minor. Must be called before the store is closed. */
    public void save() {
        reports.save();
    }
}
