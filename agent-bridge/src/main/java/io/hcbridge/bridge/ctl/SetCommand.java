/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import io.hcbridge.ipc.internal.Durations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "set",
        description = "Override a target's state (up, down, stopped, drain, maint) or its weight (1 to 100 percent).",
        customSynopsis = {
            "hcbridge ctl set TARGET STATE [--reason TEXT] [--for TIME]",
            "hcbridge ctl set TARGET weight PERCENT [--reason TEXT] [--for TIME]",
            "hcbridge ctl set --all ..."
        })
final class SetCommand extends CtlSubcommand {
    private static final String USAGE = "specify TARGET STATE or TARGET weight PERCENT; leave out TARGET with --all";

    @Parameters(paramLabel = "TARGET STATE", arity = "1..3")
    private List<String> words = new ArrayList<>();

    @Option(names = "--all", description = "All targets.")
    private boolean all;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Reason, shown by HAProxy and stored with the override.")
    private @Nullable String reason;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "The override ends after this time, like 10m; at most 365d.")
    private @Nullable String time;

    @Override
    int run(AdminClient bridge) throws IOException {
        return show(bridge.call("set", arguments()));
    }

    private Map<String, Object> arguments() {
        List<String> remaining = new ArrayList<>(words);
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("target", all ? "*" : remaining.remove(0));
        if (remaining.size() == 2 && remaining.get(0).equals("weight")) {
            arguments.put("weight", percent(remaining.get(1)));
        } else if (remaining.size() == 1 && !remaining.get(0).equals("weight")) {
            arguments.put("state", remaining.get(0));
        } else {
            throw usage(USAGE);
        }
        if (reason != null) {
            arguments.put("reason", reason);
        }
        if (time != null) {
            arguments.put("for", duration(time));
        }
        return arguments;
    }

    private int percent(String text) {
        if (!text.matches("0*([1-9]\\d?|100)")) {
            throw usage("weight: '" + text + "' must be 1 to 100 percent; to stop traffic, set drain");
        }
        return Integer.parseInt(text);
    }

    private String duration(String text) {
        try {
            Durations.parse(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw usage("--for: " + e.getMessage());
        }
    }
}
