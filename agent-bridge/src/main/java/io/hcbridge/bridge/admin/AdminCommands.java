/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.hcbridge.bridge.log.LogSetup;
import io.hcbridge.bridge.override.OperatorOverride;
import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.bridge.target.Target;
import io.hcbridge.bridge.target.Targets;
import io.hcbridge.ipc.command.CommandCall;
import io.hcbridge.ipc.command.CommandException;
import io.hcbridge.ipc.command.CommandHandler;
import io.hcbridge.ipc.internal.Durations;
import io.hcbridge.protocol.agent.Reason;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The verbs of the command socket; each payload is JSON text. */
public final class AdminCommands {
    private static final Logger LOG = LoggerFactory.getLogger(AdminCommands.class);
    private static final Duration LOOP_LIMIT = Duration.ofSeconds(3);
    private static final String ALL = "*";

    private final Targets targets;
    private final TargetView view;
    private final Executor loop;
    private final InstantSource clock;
    private final Supplier<JsonObject> stats;

    /**
     * @param loop the event loop, to which targets belong
     * @param stats figures of the bridge as a whole
     */
    public AdminCommands(
            Targets targets, TargetView view, Executor loop, InstantSource clock, Supplier<JsonObject> stats) {
        this.targets = targets;
        this.view = view;
        this.loop = loop;
        this.clock = clock;
        this.stats = stats;
    }

    Map<String, CommandHandler> reading() {
        return Map.of(
                "ping", call -> "{\"pong\":true}", "list", this::list, "explain", this::explain, "stats", this::stats);
    }

    Map<String, CommandHandler> changing() {
        return Map.of("set", this::set, "clear", this::clear, "log-level", this::logLevel);
    }

    private String list(CommandCall call) throws Exception {
        int from = Math.toIntExact(call.number("from").orElse(0));
        return onLoop(() -> view.page(targets.all(), from)).encode();
    }

    private String explain(CommandCall call) throws Exception {
        Target target = chosen(call).get(0);
        return onLoop(() -> view.explain(target)).encode();
    }

    private String stats(CommandCall call) throws Exception {
        return onLoop(stats).encode();
    }

    private String set(CommandCall call) throws Exception {
        List<Target> chosen = chosen(call);
        Optional<State> state = state(call);
        OptionalLong weight = call.number("weight");
        if (state.isEmpty() == weight.isEmpty()) {
            throw new CommandException("set needs either a state (" + words() + ") or a weight (1 to 100)");
        }
        if (weight.isPresent() && (weight.getAsLong() < 1 || weight.getAsLong() > 100)) {
            throw new CommandException(
                    "weight: " + weight.getAsLong() + " must be 1 to 100 percent; for no traffic set drain");
        }
        Instant now = clock.instant();
        Optional<Instant> until = until(call, now);
        Reason reason = Reason.of(call.text("reason").orElse(""));
        String by = call.peer().user();
        return onLoop(() -> {
                    for (Target target : chosen) {
                        state.ifPresent(s -> target.steering()
                                .setState(target.name(), new OperatorOverride<>(s, reason, by, now, until)));
                        weight.ifPresent(w -> target.steering()
                                .setWeight(target.name(), new OperatorOverride<>((int) w, reason, by, now, until)));
                        LOG.info(
                                "target {}: {} set {}{}{}",
                                target.name(),
                                by,
                                state.map(AdminCommands::word).orElse("weight " + weight.orElse(0)),
                                until.map(u -> " until " + u).orElse(""),
                                reason.text().isEmpty() ? "" : ": " + reason.text());
                    }
                    return view.page(chosen, 0);
                })
                .encode();
    }

    private String clear(CommandCall call) throws Exception {
        List<Target> chosen = chosen(call);
        return onLoop(() -> {
                    for (Target target : chosen) {
                        target.steering().clear(target.name());
                        LOG.info(
                                "target {}: {} cleared the overrides",
                                target.name(),
                                call.peer().user());
                    }
                    return view.page(chosen, 0);
                })
                .encode();
    }

    private String logLevel(CommandCall call) throws CommandException {
        String level = call.text("level").orElse("");
        if (!LogSetup.LEVELS.contains(level)) {
            throw new CommandException("level: '" + level + "' must be one of " + String.join(", ", LogSetup.LEVELS));
        }
        LogSetup.level(level);
        return new JsonObject().put("level", level).encode();
    }

    private List<Target> chosen(CommandCall call) throws CommandException {
        String name = call.text("target").orElse("");
        if (name.equals(ALL)) {
            return targets.all();
        }
        return List.of(targets.byName(name)
                .orElseThrow(() -> new CommandException("no target '" + name + "'; there are: "
                        + String.join(
                                ", ", targets.all().stream().map(Target::name).toList()))));
    }

    private static Optional<State> state(CommandCall call) throws CommandException {
        Optional<String> text = call.text("state");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        for (State state : State.values()) {
            if (word(state).equals(text.get())) {
                return Optional.of(state);
            }
        }
        throw new CommandException("state: '" + text.get() + "' must be one of " + words());
    }

    private static Optional<Instant> until(CommandCall call, Instant now) throws CommandException {
        Optional<String> text = call.text("for");
        try {
            return text.map(t -> now.plus(Durations.parse(t)));
        } catch (IllegalArgumentException e) {
            throw new CommandException("for: " + e.getMessage());
        }
    }

    private static String words() {
        return String.join(
                ", ", Arrays.stream(State.values()).map(AdminCommands::word).toList());
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private <T> T onLoop(Supplier<T> work) throws Exception {
        return CompletableFuture.supplyAsync(work, loop).get(LOOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
