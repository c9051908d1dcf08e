/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.Sourced;
import io.hcbridge.bridge.probe.group.GroupConfig;
import io.hcbridge.bridge.probe.group.GroupKeys;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds groups whose members are unknown, repeated or in a cycle, and aliases that are not unique. */
final class GroupChecks {
    /** Maximum number of names of a cycle in an error message. */
    private static final int MAX_NAMES = 10;

    private final Map<String, TargetDraft> targets;
    private final ConfigErrors errors;
    /** Names of targets below which all groups were followed. */
    private final Set<String> done = new HashSet<>();

    GroupChecks(Map<String, TargetDraft> targets, ConfigErrors errors) {
        this.targets = targets;
        this.errors = errors;
    }

    /** A group on the path that is being followed. */
    private record Step(String name, Iterator<Sourced<String>> members) {}

    void run() {
        targets.values().forEach(this::checkMembers);
        // Not recursive: a file can nest thousands of groups.
        targets.keySet().forEach(this::checkCycles);
        checkAliases();
    }

    private List<Sourced<String>> members(String name) {
        TargetDraft draft = targets.get(name);
        return draft == null ? List.of() : GroupKeys.members(draft.probe());
    }

    private void checkMembers(TargetDraft group) {
        List<Sourced<String>> members = GroupKeys.members(group.probe());
        Set<String> names = new HashSet<>();
        for (Sourced<String> member : members) {
            if (!targets.containsKey(member.value())) {
                errors.add(
                        member.place(),
                        "'" + member.value() + "' is not among the targets"
                                + NearestWord.suggestion(targets.keySet(), member.value()));
            } else if (!names.add(member.value())) {
                errors.add(member.place(), "'" + member.value() + "' is a member twice");
            }
        }
        GroupKeys.count(group.probe())
                .filter(count -> !members.isEmpty() && count.value() > members.size())
                .ifPresent(count -> errors.add(count.place(), GroupConfig.countRule(count.value(), members.size())));
        if (!members.isEmpty()) {
            for (ConfigKey<?> key : TargetKeys.OF_PROBES) {
                group.values().sourced(key).forEach(set -> errors.add(set.place(), "has no effect in a group"));
            }
        }
    }

    private void checkCycles(String start) {
        Deque<Step> path = new ArrayDeque<>();
        Set<String> onPath = new HashSet<>();
        enter(start, path, onPath);
        while (!path.isEmpty()) {
            Step last = path.getLast();
            if (!last.members.hasNext()) {
                path.removeLast();
                onPath.remove(last.name);
                done.add(last.name);
                continue;
            }
            Sourced<String> member = last.members.next();
            if (onPath.contains(member.value())) {
                errors.add(member.place(), "a group must not contain itself: " + cycle(path, member.value()));
            } else {
                enter(member.value(), path, onPath);
            }
        }
    }

    private void enter(String name, Deque<Step> path, Set<String> onPath) {
        if (!done.contains(name)) {
            path.addLast(new Step(name, members(name).iterator()));
            onPath.add(name);
        }
    }

    private static String cycle(Deque<Step> path, String closing) {
        List<String> names = Stream.concat(
                        path.stream().map(Step::name).dropWhile(name -> !name.equals(closing)), Stream.of(closing))
                .toList();
        String shown = names.stream().limit(MAX_NAMES).collect(Collectors.joining(" -> "));
        int more = names.size() - MAX_NAMES;
        return more > 0 ? shown + " -> ... (" + more + " more)" : shown;
    }

    private void checkAliases() {
        Set<String> used = new HashSet<>(targets.keySet());
        for (TargetDraft target : targets.values()) {
            for (Sourced<String> alias : target.values().sourced(TargetKeys.ALIASES)) {
                if (!used.add(alias.value())) {
                    errors.add(alias.place(), "'" + alias.value() + "' is already the name or an alias of a target");
                }
            }
        }
    }
}
