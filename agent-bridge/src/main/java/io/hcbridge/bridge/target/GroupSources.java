/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.probe.group.GroupConfig;
import io.hcbridge.bridge.source.GroupSource;
import io.hcbridge.bridge.source.GroupTree;
import io.hcbridge.bridge.source.GroupTree.Group;
import io.hcbridge.bridge.source.ResultPipeline;
import io.hcbridge.bridge.source.ResultSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Creates the sources of the targets that are groups. */
public final class GroupSources {
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, ResultSource> leaves = new HashMap<>();
    private final Map<String, Target> members;
    private final Function<String, Optional<Target>> current;
    private final LongSupplier nanoTime;
    private final Duration replyDeadline;

    /**
     * @param configs all targets
     * @param members all targets that are no groups, by name
     * @param current returns the target that has a name when a check runs
     */
    public GroupSources(
            Collection<TargetConfig> configs,
            Map<String, Target> members,
            Function<String, Optional<Target>> current,
            LongSupplier nanoTime,
            Duration replyDeadline) {
        this.members = members;
        this.current = current;
        this.nanoTime = nanoTime;
        this.replyDeadline = replyDeadline;
        for (TargetConfig config : configs) {
            if (config.probe() instanceof GroupConfig group) {
                groups.put(config.name(), new Group(config.name(), group.members(), group.needed()));
            }
        }
        members.forEach((name, target) -> leaves.put(name, target.source()));
    }

    /**
     * Creates the source of a group.
     *
     * @param pipeline logs and counts the results of the group
     */
    public ResultSource open(String name, ResultPipeline pipeline) {
        Function<String, Optional<Target>> lookUp = current;
        return new GroupSource(
                tree(name),
                (member, verdict) -> asMember(lookUp.apply(member), verdict),
                pipeline,
                nanoTime,
                replyDeadline);
    }

    /** Returns what records a poll of a group. A poll of a group is a poll of everything below it. */
    PollRecorder polls(String name) {
        List<PollRecorder> recorders = tree(name).leaves().keySet().stream()
                .flatMap(leaf -> Stream.ofNullable(members.get(leaf)))
                .map(Target::polls)
                .filter(polls -> polls != PollRecorder.NONE)
                .toList();
        return recorders.isEmpty()
                ? PollRecorder.NONE
                : (address, line) -> recorders.forEach(recorder -> recorder.record(address, line));
    }

    /**
     * Returns the groups below which nothing has changed.
     *
     * @param changed names of all targets and groups that are new or have another configuration
     */
    static Set<String> unchanged(Collection<TargetConfig> configs, Set<String> changed) {
        Map<String, List<String>> parents = new HashMap<>();
        Set<String> unchanged = new HashSet<>();
        for (TargetConfig config : configs) {
            if (config.probe() instanceof GroupConfig group) {
                unchanged.add(config.name());
                group.members()
                        .forEach(member -> parents.computeIfAbsent(member, added -> new ArrayList<>())
                                .add(config.name()));
            }
        }
        Deque<String> rest = new ArrayDeque<>(changed);
        unchanged.removeAll(changed);
        while (!rest.isEmpty()) {
            parents.getOrDefault(rest.remove(), List.of()).stream()
                    .filter(unchanged::remove)
                    .forEach(rest::add);
        }
        return unchanged;
    }

    private GroupTree tree(String name) {
        Group group = groups.get(name);
        if (group == null) {
            throw new IllegalArgumentException("target " + name + " is not a group");
        }
        return GroupTree.of(group, groups, leaves);
    }

    private static Verdict asMember(Optional<Target> member, Verdict verdict) {
        return member.map(target -> target.asMember(verdict)).orElse(verdict);
    }
}
