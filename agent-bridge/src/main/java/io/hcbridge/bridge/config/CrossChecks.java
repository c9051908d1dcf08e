/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.Place;
import io.hcbridge.bridge.config.key.Sourced;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds values that are valid alone but contradict each other. */
final class CrossChecks {
    private final KeyValues values;
    private final Map<String, TargetDraft> targets;
    private final List<DiscoverDraft> discover;
    private final ConfigErrors errors;

    CrossChecks(KeyValues values, Map<String, TargetDraft> targets, List<DiscoverDraft> discover, ConfigErrors errors) {
        this.values = values;
        this.targets = targets;
        this.discover = discover;
        this.errors = errors;
    }

    void run() {
        checkAddresses();
        checkSocketAccess();
        checkAdmin();
        checkGroup();
        checkTargetNames();
        targets.values().forEach(this::checkTarget);
        discover.forEach(this::checkRule);
        new GroupChecks(targets, errors).run();
    }

    /**
     * Checks that no address is used twice. The paths of the state file and of locks must also differ from every socket. Port 0 never conflicts, because
     * it means a different free port each time.
     */
    private void checkAddresses() {
        Map<Object, Place> used = new HashMap<>();
        values.sourcedOrDefault(BridgeKeys.LISTEN)
                .forEach(address -> checkUnused(address.value(), address.place(), used));
        values.sourcedOrDefault(BridgeKeys.METRICS)
                .forEach(address -> address.value().ifPresent(tcp -> checkUnused(tcp, address.place(), used)));
        values.sourced(BridgeKeys.ADMIN_SOCKET)
                .forEach(socket -> checkUnused(new UnixAddress(socket.value()), socket.place(), used));
        PushChecks.group(values).ifPresent(group -> {
            Place place = values.sourced(BridgeKeys.PUSH_GROUP).get(0).place();
            checkUnused(new UnixAddress(group.socket()), place, used);
            checkUnused(group.lock(), place, used);
        });
        Path standby = values.get(BridgeKeys.GROUP_DIRECTORY);
        values.sourced(BridgeKeys.GROUP_NAME)
                .forEach(name -> checkUnused(StandbyConfig.lock(standby, name.value()), name.place(), used));
        values.sourced(BridgeKeys.STATE_FILE).forEach(file -> checkUnused(file.value(), file.place(), used));
    }

    private void checkUnused(ListenAddress address, Place place, Map<Object, Place> used) {
        boolean takesFreePort = address instanceof TcpAddress tcp && tcp.port() == 0;
        if (!takesFreePort) {
            Object key = address instanceof UnixAddress unix ? unix.path() : address;
            checkUnused(key, address.toString(), place, used);
        }
    }

    /** Checks the path of the state file. Like a socket, it has a lock file in the same directory. */
    private void checkUnused(Path file, Place place, Map<Object, Place> used) {
        checkUnused(file, file.toString(), place, used);
    }

    private void checkUnused(Object key, String text, Place place, Map<Object, Place> used) {
        Place first = used.putIfAbsent(key, place);
        if (first != null) {
            errors.add(place, "'" + text + "' is already used (" + first.text() + ")");
        }
    }

    private void checkSocketAccess() {
        boolean isUnknown = values.isSet(BridgeKeys.LISTEN)
                && values.sourced(BridgeKeys.LISTEN).isEmpty();
        if (isUnknown || values.list(BridgeKeys.LISTEN).stream().anyMatch(UnixAddress.class::isInstance)) {
            return;
        }
        for (ConfigKey<?> key : List.of(BridgeKeys.SOCKET_MODE, BridgeKeys.SOCKET_GROUP)) {
            values.sourced(key)
                    .forEach(set -> errors.add(set.place(), "has no effect without a unix socket in agent.listen"));
        }
    }

    private void checkAdmin() {
        if (values.isSet(BridgeKeys.ADMIN_SOCKET)) {
            return;
        }
        for (ConfigKey<String> key : List.of(BridgeKeys.ADMIN_GROUP, BridgeKeys.READERS, BridgeKeys.OPERATORS)) {
            values.sourced(key).stream()
                    .limit(1)
                    .forEach(set -> errors.add(set.place(), "has no effect without admin.socket"));
        }
    }

    private void checkGroup() {
        if (!values.isSet(BridgeKeys.GROUP_NAME)) {
            values.sourced(BridgeKeys.GROUP_DIRECTORY)
                    .forEach(set -> errors.add(set.place(), "has no effect without " + BridgeKeys.GROUP_NAME.name()));
            return;
        }
        Path directory = values.get(BridgeKeys.GROUP_DIRECTORY);
        for (Sourced<String> name : values.sourced(BridgeKeys.GROUP_NAME)) {
            try {
                new StandbyConfig(name.value(), directory);
            } catch (IllegalArgumentException e) {
                errors.add(name.place(), String.valueOf(e.getMessage()));
            }
        }
    }

    private void checkTargetNames() {
        // Other errors may have prevented reading the targets.
        if (targets.isEmpty() && discover.isEmpty() && errors.isEmpty() && !values.get(BridgeKeys.EOSIO_ENABLED)) {
            errors.add(Place.nowhere(BridgeKeys.TARGETS.name()), "at least one target is needed");
        }
        for (Sourced<String> name : values.sourced(BridgeKeys.DEFAULT_TARGET)) {
            // A discovered target may have the name.
            if (!targets.containsKey(name.value()) && discover.isEmpty()) {
                errors.add(
                        name.place(),
                        "'" + name.value() + "' is not among the targets"
                                + NearestWord.suggestion(targets.keySet(), name.value()));
            }
        }
    }

    private void checkRule(DiscoverDraft rule) {
        if (rule.values().isSet(DiscoverKeys.DIRECTORIES)) {
            checkTarget(rule.targets());
        } else {
            errors.add(rule.place(), "needs " + DiscoverKeys.DIRECTORIES.name());
        }
    }

    private void checkTarget(TargetDraft target) {
        for (ConfigKey<?> key : target.kind().keys().get().all()) {
            if (key.byDefault().isRequired() && !target.probe().isSet(key)) {
                String section = target.kind().isMapping() ? target.kind().key() + "." : "";
                errors.add(target.place(), "needs " + section + key.name());
            }
        }
        if (!target.values().isSet(TargetKeys.RAMP_FOR)) {
            target.values()
                    .sourced(TargetKeys.RAMP_FROM)
                    .forEach(from -> errors.add(from.place(), "has no effect without " + TargetKeys.RAMP_FOR.name()));
        }
        if (target.isPushed()) {
            // Its results do not come by a schedule; PushChecks has its rules.
            return;
        }
        ScheduleReader schedule = new ScheduleReader(target.values());
        schedule.check(errors);
        if (!schedule.isBackground()) {
            checkTimeout(target);
        }
    }

    private void checkTimeout(TargetDraft target) {
        Duration replyDeadline = values.get(BridgeKeys.REPLY_DEADLINE);
        for (Sourced<Duration> timeout : target.values().sourced(TargetKeys.TIMEOUT)) {
            if (timeout.value().compareTo(replyDeadline) >= 0) {
                errors.add(timeout.place(), BridgeConfig.timeoutRule(timeout.value(), replyDeadline));
            }
        }
    }
}
