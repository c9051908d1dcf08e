/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.hcbridge.bridge.override.OverrideRegistry;
import io.hcbridge.bridge.target.Target;
import io.hcbridge.bridge.target.Targets;
import io.hcbridge.ipc.command.CommandCall;
import io.hcbridge.ipc.command.CommandException;
import io.hcbridge.ipc.internal.transport.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the targets of a command: one by its name or an alias, or all by {@code *}. */
final class TargetSelection {
    private static final String ALL = "*";
    /** Maximum number of names in an error message. */
    private static final int MAX_NAMES = 20;

    private final Targets targets;
    private final OverrideRegistry overrides;

    TargetSelection(Targets targets, OverrideRegistry overrides) {
        this.targets = targets;
        this.overrides = overrides;
    }

    /** Returns the names of all configured targets, followed by other names with overrides. Belongs to the event loop. */
    List<String> all() {
        Stream<String> configured = targets.all().stream().map(Target::name);
        return Stream.concat(configured, notConfigured().stream()).toList();
    }

    /**
     * Returns the names whose overrides a command clears, including targets that are no longer configured. The alias of a target may be the
     * name of an earlier target with an override, which is cleared, too.
     */
    List<String> clearable(CommandCall call, LoopCalls loop, Deadline deadline)
            throws CommandException, InterruptedException {
        String name = name(call);
        if (name.equals(ALL)) {
            return loop.call(this::all, deadline);
        }
        Optional<String> configured = targets.byNameOrAlias(name).map(Target::name);
        if (configured.filter(name::equals).isPresent()) {
            return List.of(name);
        }
        List<String> names = new ArrayList<>(configured.stream().toList());
        if (loop.call(this::notConfigured, deadline).contains(name)) {
            names.add(name);
        }
        if (names.isEmpty()) {
            throw new CommandException(unknown(name));
        }
        return names;
    }

    Optional<Target> configured(String name) {
        return targets.byName(name);
    }

    List<Target> of(CommandCall call) throws CommandException {
        return name(call).equals(ALL) ? targets.all() : List.of(one(call));
    }

    Target one(CommandCall call) throws CommandException {
        String name = name(call);
        return targets.byNameOrAlias(name).orElseThrow(() -> new CommandException(unknown(name)));
    }

    private List<String> notConfigured() {
        return overrides.targets().stream()
                .filter(name -> targets.byName(name).isEmpty())
                .toList();
    }

    private static String name(CommandCall call) {
        return call.text("target").orElse("");
    }

    private String unknown(String name) {
        String names = targets.all().stream().limit(MAX_NAMES).map(Target::name).collect(Collectors.joining(", "));
        int more = targets.all().size() - MAX_NAMES;
        String shown = name.length() > 100 ? name.substring(0, 100) + "..." : name;
        return "no target '" + shown + "'; the targets are: " + names + (more > 0 ? " and " + more + " more" : "");
    }
}
