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
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Creates the sources of the targets that are groups. */
public final class GroupSources {
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, ResultSource> leaves = new HashMap<>();
    private final Map<String, Target> targets;
    private final LongSupplier nanoTime;
    private final Duration replyDeadline;

    /**
     * @param configs all targets
     * @param targets all targets by name; those that are no groups are present now, and the others are present before the first check
     */
    public GroupSources(
            Collection<TargetConfig> configs,
            Map<String, Target> targets,
            LongSupplier nanoTime,
            Duration replyDeadline) {
        this.targets = targets;
        this.nanoTime = nanoTime;
        this.replyDeadline = replyDeadline;
        for (TargetConfig config : configs) {
            if (config.probe() instanceof GroupConfig group) {
                groups.put(config.name(), new Group(config.name(), group.members(), group.needed()));
            }
        }
        targets.forEach((name, target) -> leaves.put(name, target.source()));
    }

    /**
     * Creates the source of a group.
     *
     * @param pipeline logs and counts the results of the group
     */
    public ResultSource open(String name, ResultPipeline pipeline) {
        Group group = groups.get(name);
        if (group == null) {
            throw new IllegalArgumentException("target " + name + " is not a group");
        }
        return new GroupSource(GroupTree.of(group, groups, leaves), this::asMember, pipeline, nanoTime, replyDeadline);
    }

    private Verdict asMember(String name, Verdict verdict) {
        Target member = targets.get(name);
        return member == null ? verdict : member.asMember(verdict);
    }
}
