/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A group and everything below it.
 *
 * @param groups all groups, each after the groups that it contains; the last one is the group itself
 * @param leaves the targets below the group that are no groups, each once
 */
public record GroupTree(List<Group> groups, Map<String, ResultSource> leaves) {
    public GroupTree {
        groups = List.copyOf(groups);
        leaves = Collections.unmodifiableMap(new LinkedHashMap<>(leaves));
    }

    /**
     * One group.
     *
     * @param members names of targets
     * @param needed number of members that must be up
     */
    public record Group(String name, List<String> members, int needed) {}

    /** The group itself. */
    Group own() {
        return groups.get(groups.size() - 1);
    }

    /** A group whose members are being collected. */
    private record Open(Group group, Iterator<String> members) {
        Open(Group group) {
            this(group, group.members().iterator());
        }
    }

    /**
     * Collects everything below a group. Groups may be nested to any depth, so this is not recursive.
     *
     * @param all all groups by name, without a cycle
     * @param sources sources of all targets that are no groups, by name
     */
    public static GroupTree of(Group group, Map<String, Group> all, Map<String, ResultSource> sources) {
        List<Group> ordered = new ArrayList<>();
        Map<String, ResultSource> leaves = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        Deque<Open> path = new ArrayDeque<>();
        path.push(new Open(group));
        while (!path.isEmpty()) {
            Open open = path.element();
            if (!open.members.hasNext()) {
                ordered.add(path.pop().group);
                continue;
            }
            String member = open.members.next();
            Group inner = all.get(member);
            ResultSource source = sources.get(member);
            if (inner != null && seen.add(member)) {
                path.push(new Open(inner));
            } else if (inner == null && source != null) {
                leaves.put(member, source);
            } else if (inner == null) {
                throw new IllegalArgumentException(
                        "group " + open.group.name() + ": '" + member + "' is not among the targets");
            }
        }
        return new GroupTree(ordered, leaves);
    }
}
