/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.group;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.Default;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.Sourced;
import io.hcbridge.bridge.config.key.ValueParsers;
import io.hcbridge.bridge.probe.ProbeKeys;
import io.hcbridge.protocol.agent.AgentRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** The keys of groups: {@code all-of}, {@code any-of} and {@code at-least}. */
public final class GroupKeys implements ProbeKeys {
    private static final ConfigKey<String> ALL_OF = ConfigKey.list(
            "all-of",
            GroupKeys::checkMember,
            Default.none("no group"),
            "makes the target a group that needs all of these targets; docs/GROUPS.md describes groups");
    private static final ConfigKey<String> ANY_OF = ConfigKey.list(
            "any-of",
            GroupKeys::checkMember,
            Default.none("no group"),
            "makes the target a group that needs one of these targets");
    private static final ConfigKey<Integer> COUNT =
            ConfigKey.one("count", ValueParsers::positive, Default.required(), "number of members that must be up");
    private static final ConfigKey<String> OF =
            ConfigKey.list("of", GroupKeys::checkMember, Default.required(), "the members, names of targets");

    private final List<ConfigKey<?>> all;
    private final ConfigKey<String> members;
    private final ToIntFunction<KeyValues> needed;

    private GroupKeys(List<ConfigKey<?>> all, ConfigKey<String> members, ToIntFunction<KeyValues> needed) {
        this.all = all;
        this.members = members;
        this.needed = needed;
    }

    public static ProbeKeys allOf() {
        return new GroupKeys(
                List.of(ALL_OF), ALL_OF, values -> values.list(ALL_OF).size());
    }

    public static ProbeKeys anyOf() {
        return new GroupKeys(List.of(ANY_OF), ANY_OF, values -> 1);
    }

    public static ProbeKeys atLeast() {
        return new GroupKeys(List.of(COUNT, OF), OF, values -> values.get(COUNT));
    }

    @Override
    public List<ConfigKey<?>> all() {
        return all;
    }

    @Override
    public GroupConfig read(KeyValues values) {
        return new GroupConfig(values.list(members), needed.applyAsInt(values));
    }

    /** Returns the members that a group names, with their places; empty for a target that is no group. */
    public static List<Sourced<String>> members(KeyValues values) {
        return Stream.of(ALL_OF, ANY_OF, OF)
                .flatMap(key -> values.sourced(key).stream())
                .toList();
    }

    /** Returns the configured number of needed members, with its place. */
    public static Optional<Sourced<Integer>> count(KeyValues values) {
        return values.sourced(COUNT).stream().findFirst();
    }

    private static String checkMember(String text) {
        if (!AgentRequest.TARGET_NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' must match " + AgentRequest.TARGET_NAME);
        }
        return text;
    }
}
