/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.hcbridge.bridge.log.LogSetup;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.override.StateStore;
import io.hcbridge.bridge.reload.ConfigReload;
import io.hcbridge.bridge.target.Target;
import io.hcbridge.bridge.target.Targets;
import io.hcbridge.ipc.command.CommandCall;
import io.hcbridge.ipc.command.CommandException;
import io.hcbridge.ipc.command.CommandHandler;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The commands of the command socket. Each payload is JSON text. */
public final class AdminCommands {
    private static final int MAX_TARGETS = 1_000_000;

    private final TargetSelection selection;
    private final TargetView view;
    private final OverrideCommands overrides;
    private final LoopCalls loop;
    private final CommandGate gate = new CommandGate();
    private final Supplier<JsonObject> stats;
    private final Optional<ReloadCommand> reload;

    /**
     * @param eventLoop the event loop of the targets and replies; it handles an {@link Error} of a task itself
     * @param stats returns figures of the whole bridge
     * @param reload reads the configuration again; empty for a bridge that cannot
     */
    public AdminCommands(
            Targets targets,
            ReplyComposer replies,
            StateStore store,
            Executor eventLoop,
            InstantSource clock,
            Supplier<JsonObject> stats,
            Optional<ConfigReload> reload) {
        this.selection = new TargetSelection(targets, replies.overrides());
        this.view = new TargetView(selection, replies, () -> store.health().summary());
        this.loop = new LoopCalls(eventLoop);
        this.overrides = new OverrideCommands(selection, view, replies.overrides(), store, loop, clock, gate);
        this.stats = stats;
        this.reload = reload.map(ReloadCommand::new);
    }

    Map<String, CommandHandler> reading() {
        return Map.of(
                "ping", call -> "{\"pong\":true}", "list", this::list, "explain", this::explain, "stats", this::stats);
    }

    Map<String, CommandHandler> changing() {
        Map<String, CommandHandler> commands = new HashMap<>(Map.of(
                "set", overrides::set,
                "clear", overrides::clear,
                "ack-state-loss", overrides::acknowledgeLoss,
                "log-level", AdminCommands::logLevel));
        reload.ifPresent(command -> commands.put("reload", command::handle));
        commands.replaceAll((name, handler) -> gate.guard(handler));
        return commands;
    }

    /** Refuses all commands that change something from now on. Those that run already are completed, or refused without an effect. */
    public void refuseChanges(String why) {
        gate.close(why);
    }

    private String list(CommandCall call) throws Exception {
        int from = (int) call.number("from", 0, MAX_TARGETS).orElse(0);
        return loop.call(() -> view.page(selection.all(), from)).encode();
    }

    private String explain(CommandCall call) throws Exception {
        Target target = selection.one(call);
        return loop.call(() -> view.explain(target)).encode();
    }

    private String stats(CommandCall call) throws Exception {
        return loop.call(stats).encode();
    }

    private static String logLevel(CommandCall call) throws CommandException {
        String level = call.text("level").orElse("");
        if (!LogSetup.LEVELS.contains(level)) {
            throw new CommandException("level: '" + level + "' must be one of " + String.join(", ", LogSetup.LEVELS));
        }
        LogSetup.level(level);
        return new JsonObject().put("level", level).encode();
    }
}
