/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.group;

import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * The configuration of a group. A group is not probed; it has the verdict of its best members.
 *
 * @param members names of targets, at least one, without duplicates
 * @param needed number of members that must be up, 1 to the number of members
 */
public record GroupConfig(List<String> members, int needed) implements ProbeConfig {
    public GroupConfig {
        members = List.copyOf(members);
        if (members.isEmpty() || new HashSet<>(members).size() != members.size()) {
            throw new IllegalArgumentException(members + " must be at least one target, and no target twice");
        }
        if (needed < 1 || needed > members.size()) {
            throw new IllegalArgumentException(countRule(needed, members.size()));
        }
    }

    /** Returns the error for a number of needed members that no group of this size can have. */
    public static String countRule(int needed, int members) {
        return needed + " must be at most the number of members (" + members + ")";
    }

    @Override
    public Probe open(ProbeEnvironment environment, String target, Duration timeout) {
        throw new IllegalStateException("target " + target + " is a group, which has no probe");
    }
}
