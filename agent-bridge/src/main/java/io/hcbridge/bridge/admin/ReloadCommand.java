/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.hcbridge.bridge.reload.ConfigReload;
import io.hcbridge.bridge.reload.ReloadResult;
import io.hcbridge.ipc.command.CommandCall;
import io.hcbridge.ipc.command.CommandException;
import io.hcbridge.ipc.internal.transport.Deadline;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The command that reloads the configuration. */
final class ReloadCommand {
    /** Maximum number of changes in a reply. A change has at most some hundred bytes, and a Go client cannot read a reply above 190 kB. */
    private static final int MAX_CHANGES = 500;

    private static final int MAX_LINE = 300;

    private final ConfigReload reload;

    ReloadCommand(ConfigReload reload) {
        this.reload = reload;
    }

    String handle(CommandCall call) throws Exception {
        boolean dryRun = dryRun(call);
        ReloadResult result = await(start(dryRun));
        if (!result.isSuccess()) {
            throw new CommandException(
                    "the configuration was not changed:\n  " + String.join("\n  ", shortened(result.problems())));
        }
        JsonObject reply =
                new JsonObject().put("dry-run", dryRun).put("changes", new JsonArray(shortened(result.changes())));
        int more = result.changes().size() - MAX_CHANGES;
        return (more > 0 ? reply.put("more", more) : reply).encode();
    }

    private static boolean dryRun(CommandCall call) throws CommandException {
        String text = call.text("dry-run").orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            throw new CommandException("dry-run: '" + text + "' must be true or false");
        }
        return text.equals("true");
    }

    private Future<ReloadResult> start(boolean dryRun) throws CommandException {
        try {
            return reload.start(dryRun);
        } catch (RejectedExecutionException e) {
            throw new CommandException("the bridge is stopping, or too many reloads wait; nothing was changed");
        }
    }

    private static ReloadResult await(Future<ReloadResult> running) throws CommandException, InterruptedException {
        Deadline deadline = LoopCalls.commandDeadline();
        try {
            return running.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The reload is not interrupted.
            throw new CommandException(
                    "the reload has not ended within 4 s; its result will be in the log of the bridge");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static List<String> shortened(List<String> lines) {
        return lines.stream()
                .limit(MAX_CHANGES)
                .map(line -> line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "..." : line)
                .toList();
    }
}
