/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.AgentReply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operators' overrides and the addresses' accounts of all targets. Belongs to one event loop. Whatever becomes of the state
 * file, replies are made from memory.
 */
public final class Steering {
    private static final Logger LOG = LoggerFactory.getLogger(Steering.class);
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(7);
    /** Far more HAProxies than anyone has; a bound on memory where everyone may ask. */
    private static final int MOST_ACCOUNTS = 10_000;

    private final Duration readyFor;
    private final InstantSource clock;
    private final StateStore store;

    private final Map<String, Overrides> overrides = new HashMap<>();
    private final Map<ResetKey, ResetTracker> accounts = new LinkedHashMap<>();

    private final Map<ResetKey, Said> said = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ResetKey, Said> eldest) {
            return size() > MOST_ACCOUNTS;
        }
    };

    /**
     * What an address was last told.
     *
     * @param owed what it is still owed, in HAProxy's words
     */
    public record Told(String address, String line, Instant at, String owed) {}

    /** What was said last, kept as it is: few ever want to read it. */
    private record Said(AgentReply reply, ResetTracker after) {}

    /** Whose account it is: one address, for one target. */
    record ResetKey(String target, String address) {}

    /** @param readyFor how long a word that is owed is said at least; three times the slowest agent-inter */
    public Steering(Duration readyFor, InstantSource clock, StateStore store) {
        this.readyFor = readyFor;
        this.clock = clock;
        this.store = store;
        SteeringState state = store.load();
        overrides.putAll(state.overrides());
        state.accounts().forEach((key, account) -> accounts.put(key, account.restarted()));
    }

    /**
     * The reply to one address, which is taken as told.
     *
     * @param reportOnly whether a failed verdict is only to be shown
     */
    public AgentReply reply(
            String target, Verdict verdict, String address, OptionalInt ownMaxConnections, boolean reportOnly) {
        Instant now = clock.instant();
        DesiredState intent = DesiredState.of(verdict, overrides(target), ownMaxConnections);
        ResetKey key = new ResetKey(target, address);
        ResetTracker before = accounts.getOrDefault(key, ResetTracker.opened(now));
        ResetTracker after = before.after(intent, now, readyFor);
        keep(key, before, after);
        AgentReply reply = before.reply(intent, reportOnly);
        said.put(key, new Said(reply, after));
        return reply;
    }

    /** What each address was last told about a target. */
    public List<Told> told(String target) {
        return said.entrySet().stream()
                .filter(entry -> entry.getKey().target().equals(target))
                .map(entry -> told(entry.getKey().address(), entry.getValue()))
                .toList();
    }

    /** How many addresses are owed something for a target that nobody wants it to keep. */
    public long owed(String target) {
        return told(target).stream().filter(t -> !t.owed().isEmpty()).count();
    }

    /** What stands for a target now. */
    public Overrides overrides(String target) {
        Overrides standing = overrides.getOrDefault(target, Overrides.NONE);
        Overrides left = standing.at(clock.instant());
        if (!left.equals(standing)) {
            LOG.info("target {}: an override has ended", target);
            put(target, left);
        }
        return left;
    }

    public void setState(String target, OperatorOverride<State> override) {
        put(target, overrides(target).withState(override));
    }

    public void setWeight(String target, OperatorOverride<Integer> override) {
        put(target, overrides(target).withWeight(override));
    }

    /** Lifts all overrides of a target. */
    public void clear(String target) {
        put(target, Overrides.NONE);
    }

    private static Told told(String address, Said last) {
        return new Told(
                address,
                last.reply().render(),
                last.after().lastPoll(),
                last.after().owed());
    }

    private void put(String target, Overrides standing) {
        if (standing.equals(Overrides.NONE)) {
            overrides.remove(target);
        } else {
            overrides.put(target, standing);
        }
        save();
    }

    private void keep(ResetKey key, ResetTracker before, ResetTracker after) {
        if (after.isSettled()) {
            accounts.remove(key);
        } else {
            accounts.put(key, after);
            forgetOldest();
        }
        boolean owesTheSame = before.ready().isPending() == after.ready().isPending()
                && before.fullWeight().isPending() == after.fullWeight().isPending();
        if (!owesTheSame) {
            save();
        }
    }

    private void forgetOldest() {
        if (accounts.size() > MOST_ACCOUNTS) {
            ResetKey oldest = accounts.keySet().iterator().next();
            accounts.remove(oldest);
            LOG.warn("more than {} addresses are owed something; {} is forgotten", MOST_ACCOUNTS, oldest);
        }
    }

    private void save() {
        Instant forgotten = clock.instant().minus(FORGOTTEN_AFTER);
        accounts.values().removeIf(account -> account.lastPoll().isBefore(forgotten));
        store.save(new SteeringState(Map.copyOf(overrides), Map.copyOf(accounts)));
    }
}
