/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.AgentReply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Makes the reply to one address of a target's verdict: what the service last reported, the operator's overrides and the address's pending
 * resets are applied to it. Replies are made from memory, whatever becomes of the store. Belongs to the event loop.
 */
public final class ReplyComposer {
    /** Far more HAProxies than anyone has for all targets together. */
    private static final int MIN_ADDRESSES = 10_000;

    private static final int ADDRESSES_PER_TARGET = 8;

    private final Clocks clocks;
    private final long readyForNanos;
    private final OverrideRegistry overrides;
    private final ResetRegistry resets;
    private final ReportRegistry reports;
    private final LastReplies lastReplies;

    private ReplyComposer(SavedState saved, StateStore store, Clocks clocks, Duration readyFor, Set<String> targets) {
        int addresses = Math.max(MIN_ADDRESSES, ADDRESSES_PER_TARGET * targets.size());
        this.clocks = clocks;
        this.readyForNanos = readyFor.toNanos();
        this.overrides = new OverrideRegistry(saved.overrides(), clocks, store);
        this.resets = new ResetRegistry(saved.resets(), clocks, store, addresses);
        this.reports = new ReportRegistry(saved.reports(), clocks, store);
        this.lastReplies = new LastReplies(clocks, addresses);
        reports.retain(targets);
    }

    /**
     * Loads the state.
     *
     * @param readyFor how long {@code ready} and {@code 100%} are sent at least; three times the slowest agent-inter
     * @param targets all names
     * @throws IOException if the store cannot be read
     */
    public static ReplyComposer load(StateStore store, Clocks clocks, Duration readyFor, Set<String> targets)
            throws IOException {
        return new ReplyComposer(store.load(), store, clocks, readyFor, targets);
    }

    /** The stage of a target between its probe and everything else: what the service last reported stands while it cannot be asked. */
    public UnaryOperator<Verdict> reportedState(String target) {
        return probed -> reports.observe(target, probed);
    }

    /**
     * Makes the reply to one address, which does not count as told before {@link PreparedReply#told} is called.
     *
     * @param reportOnly whether HAProxy is only to show a failed verdict
     */
    public PreparedReply prepare(
            String target, Verdict verdict, String address, OptionalInt ownMaxConnections, boolean reportOnly) {
        long now = clocks.nanos();
        DesiredState desired =
                DesiredState.of(reports.complete(target, verdict), overrides.of(target), ownMaxConnections);
        AddressKey key = new AddressKey(target, address);
        ResetTracker before = resets.of(key, now);
        ResetTracker after = before.after(desired, now, readyForNanos);
        AgentReply reply = before.reply(desired, reportOnly);
        return new PreparedReply(reply, () -> {
            resets.put(key, before, after);
            lastReplies.put(key, reply, after);
        });
    }

    /** Makes the reply to one address, which counts as told. */
    public AgentReply reply(
            String target, Verdict verdict, String address, OptionalInt ownMaxConnections, boolean reportOnly) {
        PreparedReply prepared = prepare(target, verdict, address, ownMaxConnections, reportOnly);
        prepared.told().run();
        return prepared.reply();
    }

    /** The operators' overrides. */
    public OverrideRegistry overrides() {
        return overrides;
    }

    /** Returns the last reply to each address that asked for a target. */
    public List<LastReply> lastReplies(String target) {
        return lastReplies.of(target);
    }

    /** Counts the addresses whose replies for a target carry {@code ready} or {@code 100%} to take something back. */
    public int pending(String target) {
        return lastReplies.pending(target);
    }

    /** Saves what was not worth a write of its own. To be called before the store is closed. */
    public void save() {
        reports.save();
    }
}
