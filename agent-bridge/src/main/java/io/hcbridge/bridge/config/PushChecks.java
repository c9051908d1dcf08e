/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.Sourced;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks and reads the group to which services push their reports, and the rules for the targets of such services. */
final class PushChecks {
    private static final List<ConfigKey<?>> NEEDING_GROUP =
            List.of(BridgeKeys.PUSH_DIRECTORY, BridgeKeys.PUSH_SOCKET_MODE, BridgeKeys.PUSH_SOCKET_GROUP);

    private final KeyValues values;
    private final Map<String, TargetDraft> targets;
    private final ConfigErrors errors;

    PushChecks(KeyValues values, Map<String, TargetDraft> targets, ConfigErrors errors) {
        this.values = values;
        this.targets = targets;
        this.errors = errors;
    }

    void run() {
        boolean hasGroup = values.isSet(BridgeKeys.PUSH_GROUP);
        if (hasGroup) {
            checkPath();
        } else {
            for (ConfigKey<?> key : NEEDING_GROUP) {
                values.sourced(key)
                        .forEach(set ->
                                errors.add(set.place(), "has no effect without " + BridgeKeys.PUSH_GROUP.name()));
            }
        }
        targets.values().stream().filter(TargetDraft::isPushed).forEach(target -> check(target, hasGroup));
    }

    /** Returns the group; empty if there is none. */
    Optional<PushGroupConfig> config() {
        return group(values);
    }

    /** Returns the group that the values describe; empty if there is none, or if a value is invalid. */
    static Optional<PushGroupConfig> group(KeyValues values) {
        try {
            return values.find(BridgeKeys.PUSH_GROUP)
                    .map(name -> new PushGroupConfig(
                            name,
                            values.get(BridgeKeys.PUSH_DIRECTORY),
                            new SocketAccess(
                                    values.get(BridgeKeys.PUSH_SOCKET_MODE),
                                    values.find(BridgeKeys.PUSH_SOCKET_GROUP))));
        } catch (IllegalArgumentException reportedByRun) {
            return Optional.empty();
        }
    }

    private void checkPath() {
        for (Sourced<String> name : values.sourced(BridgeKeys.PUSH_GROUP)) {
            try {
                new PushGroupConfig(
                        name.value(),
                        values.get(BridgeKeys.PUSH_DIRECTORY),
                        new SocketAccess(values.get(BridgeKeys.PUSH_SOCKET_MODE), Optional.empty()));
            } catch (IllegalArgumentException e) {
                errors.add(name.place(), String.valueOf(e.getMessage()));
            }
        }
    }

    private void check(TargetDraft target, boolean hasGroup) {
        if (!hasGroup) {
            errors.add(
                    target.place(),
                    "needs " + BridgeKeys.PUSH_GROUP.name() + ", the group to which its service pushes reports");
        }
        for (ConfigKey<?> key : TargetKeys.OF_TIMES) {
            target.values()
                    .sourced(key)
                    .forEach(set -> errors.add(set.place(), "has no effect in a target that is not probed"));
        }
    }
}
