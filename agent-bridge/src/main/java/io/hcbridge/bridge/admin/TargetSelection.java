/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.hcbridge.bridge.target.Target;
import io.hcbridge.bridge.target.Targets;
import io.hcbridge.ipc.command.CommandCall;
import io.hcbridge.ipc.command.CommandException;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the targets that a command names: one by its name, or all by {@code *}. */
final class TargetSelection {
    private static final String ALL = "*";
    /** More names than an error message should have. */
    private static final int MAX_NAMES = 20;

    private final Targets targets;

    TargetSelection(Targets targets) {
        this.targets = targets;
    }

    List<Target> all() {
        return targets.all();
    }

    List<Target> of(CommandCall call) throws CommandException {
        return call.text("target").orElse("").equals(ALL) ? targets.all() : List.of(one(call));
    }

    Target one(CommandCall call) throws CommandException {
        String name = call.text("target").orElse("");
        return targets.byName(name).orElseThrow(() -> new CommandException(unknown(name)));
    }

    private String unknown(String name) {
        String names = targets.all().stream().limit(MAX_NAMES).map(Target::name).collect(Collectors.joining(", "));
        int more = targets.all().size() - MAX_NAMES;
        String shown = name.length() > 100 ? name.substring(0, 100) + "..." : name;
        return "no target '" + shown + "'; there are: " + names + (more > 0 ? " and " + more + " more" : "");
    }
}
