/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.shape.GroupVerdict;
import io.hcbridge.bridge.shape.GroupVerdict.Member;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The results of a group. A request asks each target below the group once, and they share their probes with all other checks. Groups within
 * the group are not asked; their verdicts are computed from the same results.
 */
public final class GroupSource implements ResultSource {
    private final GroupTree tree;
    private final BiFunction<String, Verdict, Verdict> overridden;
    private final ResultPipeline pipeline;
    private final LongSupplier nanoTime;
    private final long maxAgeNanos;
    private final Map<String, Arrival> latest = new HashMap<>();

    private List<Member> lastMembers = List.of();

    /** The last result of a target below the group, and the monotonic time at which it arrived. */
    private record Arrival(ProbeResult result, long nanos) {}

    /**
     * @param overridden returns what counts for a member of this name: its verdict with the overrides of operators
     * @param pipeline logs and counts the results of the group
     * @param maxAge age up to which a result may be that of a check that waits, the reply deadline
     */
    public GroupSource(
            GroupTree tree,
            BiFunction<String, Verdict, Verdict> overridden,
            ResultPipeline pipeline,
            LongSupplier nanoTime,
            Duration maxAge) {
        this.tree = tree;
        this.overridden = overridden;
        this.pipeline = pipeline;
        this.nanoTime = nanoTime;
        this.maxAgeNanos = maxAge.toNanos();
    }

    @Override
    public void ask(Consumer<ProbeResult> callback) {
        Round round = new Round(callback, tree.leaves().size());
        tree.leaves().forEach((name, source) -> source.ask(result -> round.answered(name, result)));
    }

    /** One request. It ends when every target below the group has answered. */
    private final class Round {
        private final Consumer<ProbeResult> callback;
        private final Map<String, ProbeResult> results = new HashMap<>();
        private int missing;

        Round(Consumer<ProbeResult> callback, int missing) {
            this.callback = callback;
            this.missing = missing;
        }

        void answered(String name, ProbeResult result) {
            results.put(name, result);
            latest.put(name, new Arrival(result, nanoTime.getAsLong()));
            missing--;
            if (missing == 0) {
                callback.accept(combine(results));
            }
        }
    }

    /** Combines the results that have arrived in time with those of the targets that have not answered. */
    @Override
    public ProbeResult atDeadline(Verdict noAnswer) {
        long now = nanoTime.getAsLong();
        Map<String, ProbeResult> results = new HashMap<>();
        tree.leaves().forEach((name, source) -> {
            Arrival arrival = latest.get(name);
            results.put(
                    name,
                    arrival != null && now - arrival.nanos() <= maxAgeNanos
                            ? arrival.result()
                            : source.atDeadline(noAnswer));
        });
        return combine(results);
    }

    private Verdict combine(Map<String, ProbeResult> results) {
        Map<String, Verdict> counting = new HashMap<>();
        results.forEach((name, result) -> counting.put(name, overridden.apply(name, verdict(result))));
        Verdict verdict = Verdict.UP;
        for (GroupTree.Group group : tree.groups()) {
            lastMembers = group.members().stream()
                    .map(name -> new Member(name, counting.getOrDefault(name, unknown("no result"))))
                    .toList();
            verdict = GroupVerdict.of(lastMembers, group.needed());
            counting.put(group.name(), overridden.apply(group.name(), verdict));
        }
        return pipeline.accept(verdict);
    }

    /** A fault of the bridge says nothing about a service. */
    private static Verdict verdict(ProbeResult result) {
        return result instanceof Verdict verdict ? verdict : unknown(((BridgeFault) result).what());
    }

    /** Says nothing about the administrative state and the weight, so what the service last reported stays in effect. */
    private static Verdict unknown(String why) {
        return new Verdict(Health.REPORT_ONLY, Optional.empty(), Capacity.NONE, Reason.of(why), false, true);
    }

    @Override
    public Optional<Verdict> last() {
        return pipeline.last();
    }

    @Override
    public SourceExplanation explain() {
        String members = lastMembers.stream().map(GroupSource::describe).collect(Collectors.joining(", "));
        String text = "group, needs " + tree.own().needed() + " of "
                + tree.own().members().size();
        return new SourceExplanation(members.isEmpty() ? text : text + ": " + members, List.of(), List.of());
    }

    private static String describe(Member member) {
        Verdict verdict = member.verdict();
        boolean isUnknown = verdict.health() == Health.REPORT_ONLY;
        String state = isUnknown ? "unknown" : TargetMeters.label(verdict.health());
        String admin = verdict.admin()
                .map(a -> " " + a.name().toLowerCase(Locale.ROOT))
                .orElse("");
        String reason = verdict.reason().text();
        return member.name() + " " + state + admin + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    @Override
    public void closeWhenIdle(Runnable closed) {
        closed.run();
    }

    /** Has nothing to release. The targets below end the requests that still wait. */
    @Override
    public void close() {}
}
