/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.hcbridge.bridge.override.OperatorOverride;
import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.bridge.override.OverrideRegistry;
import io.hcbridge.bridge.override.Overrides;
import io.hcbridge.bridge.override.StateStore;
import io.hcbridge.bridge.target.Target;
import io.hcbridge.ipc.Deadline;
import io.hcbridge.ipc.command.CommandCall;
import io.hcbridge.ipc.command.CommandException;
import io.hcbridge.ipc.internal.Durations;
import io.hcbridge.protocol.agent.Reason;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands that change overrides. Each is answered when the change is saved, or after a time that says that it is not. */
final class OverrideCommands {
    private static final Logger LOG = LoggerFactory.getLogger(OverrideCommands.class);
    private static final Duration LONGEST = Duration.ofDays(365);

    private final TargetSelection selection;
    private final TargetView view;
    private final OverrideRegistry overrides;
    private final StateStore store;
    private final LoopCalls loop;
    private final InstantSource clock;

    OverrideCommands(
            TargetSelection selection,
            TargetView view,
            OverrideRegistry overrides,
            StateStore store,
            LoopCalls loop,
            InstantSource clock) {
        this.selection = selection;
        this.view = view;
        this.overrides = overrides;
        this.store = store;
        this.loop = loop;
        this.clock = clock;
    }

    String set(CommandCall call) throws Exception {
        List<String> chosen = selection.of(call).stream().map(Target::name).toList();
        Optional<State> state = state(call);
        OptionalLong weight = call.number("weight");
        if (state.isPresent() == weight.isPresent()) {
            throw new CommandException("set needs either a state (" + State.WORDS + ") or a weight (1 to 100)");
        }
        if (weight.isPresent()
                && (weight.getAsLong() < Overrides.MIN_WEIGHT || weight.getAsLong() > Overrides.MAX_WEIGHT)) {
            throw new CommandException(
                    "weight: " + weight.getAsLong() + " must be 1 to 100 percent; for no traffic set drain");
        }
        return state.isPresent()
                ? setState(chosen, override(call, state.get()))
                : setWeight(chosen, override(call, Math.toIntExact(weight.getAsLong())));
    }

    String clear(CommandCall call) throws Exception {
        Deadline deadline = LoopCalls.commandDeadline();
        List<String> chosen = selection.clearable(call, loop, deadline);
        String by = call.peer().user();
        return changed(chosen, deadline, () -> {
            LOG.info("{}: override cleared (by={})", subject(chosen), by);
            return overrides.clear(chosen);
        });
    }

    /** Lets the gauge of the state file recover. */
    String acknowledgeLoss(CommandCall call) throws InterruptedException {
        boolean wasLost = store.health().loss().isPresent();
        if (wasLost) {
            LOG.info("state file: data loss acknowledged (by={})", call.peer().user());
        }
        JsonObject answer = new JsonObject().put("acknowledged", wasLost);
        return SaveResult.of(store.acknowledgeLoss(), LoopCalls.commandDeadline())
                .addTo(answer)
                .encode();
    }

    private String setState(List<String> chosen, OperatorOverride<State> override) throws Exception {
        return changed(chosen, LoopCalls.commandDeadline(), () -> {
            log(chosen, override.value().word(), override);
            return overrides.setState(chosen, override);
        });
    }

    private String setWeight(List<String> chosen, OperatorOverride<Integer> override) throws Exception {
        return changed(chosen, LoopCalls.commandDeadline(), () -> {
            log(chosen, "weight " + override.value(), override);
            return overrides.setWeight(chosen, override);
        });
    }

    /** Changes on the event loop, and waits on this thread. */
    private String changed(List<String> chosen, Deadline deadline, Supplier<CompletionStage<Void>> change)
            throws Exception {
        // In one step: a second one could time out and report a change that is in effect as failed.
        Changed changed = loop.call(() -> new Changed(change.get(), view.rows(chosen, 0)), deadline);
        SaveResult result = SaveResult.of(changed.saved, deadline);
        return result.addTo(view.withProblem(changed.rows)).encode();
    }

    private record Changed(CompletionStage<Void> saved, JsonObject rows) {}

    private <T> OperatorOverride<T> override(CommandCall call, T value) throws CommandException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new OperatorOverride<>(
                value,
                Reason.of(call.text("reason").orElse("")),
                call.peer().user(),
                now,
                duration(call).map(now::plus));
    }

    private static Optional<State> state(CommandCall call) throws CommandException {
        try {
            return call.text("state").map(State::ofWord);
        } catch (IllegalArgumentException e) {
            throw new CommandException("state: " + e.getMessage());
        }
    }

    private static Optional<Duration> duration(CommandCall call) throws CommandException {
        Optional<Duration> duration;
        try {
            duration = call.text("for").map(Durations::parse);
        } catch (IllegalArgumentException e) {
            throw new CommandException("for: " + e.getMessage());
        }
        if (duration.isPresent() && duration.get().compareTo(LONGEST) > 0) {
            throw new CommandException("for: " + Durations.format(duration.get())
                    + " must be at most 365d; without it the override stands until it is cleared");
        }
        return duration;
    }

    private static void log(List<String> chosen, String value, OperatorOverride<?> override) {
        LOG.info(
                "{}: override set to {} (by={}{}{})",
                subject(chosen),
                value,
                override.by(),
                override.until().map(until -> ", until=" + until).orElse(""),
                override.reason().text().isEmpty()
                        ? ""
                        : ", reason=" + override.reason().text());
    }

    private static String subject(List<String> chosen) {
        return chosen.size() == 1 ? "target " + chosen.get(0) : "all " + chosen.size() + " targets";
    }
}
