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

/**
 * The commands that change overrides. The reply is sent when the change is saved. If that takes too long, the reply says that the change is
 * not saved.
 */
final class OverrideCommands {
    private static final Logger LOG = LoggerFactory.getLogger(OverrideCommands.class);
    private static final Duration MAX_DURATION = Duration.ofDays(365);

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
        List<String> selected = selection.of(call).stream().map(Target::name).toList();
        Optional<State> state = state(call);
        OptionalLong weight = call.number("weight");
        if (state.isPresent() == weight.isPresent()) {
            throw new CommandException("set needs either a state (" + State.WORDS + ") or a weight (1 to 100)");
        }
        if (weight.isPresent()
                && (weight.getAsLong() < Overrides.MIN_WEIGHT || weight.getAsLong() > Overrides.MAX_WEIGHT)) {
            throw new CommandException(
                    "weight: " + weight.getAsLong() + " must be 1 to 100 percent; to stop traffic, set drain");
        }
        return state.isPresent()
                ? setState(selected, override(call, state.get()))
                : setWeight(selected, override(call, Math.toIntExact(weight.getAsLong())));
    }

    String clear(CommandCall call) throws Exception {
        Deadline deadline = LoopCalls.commandDeadline();
        List<String> selected = selection.clearable(call, loop, deadline);
        String by = call.peer().user();
        return changed(selected, deadline, () -> {
            LOG.info("{}: override cleared (by={})", subject(selected), by);
            return overrides.clear(selected);
        });
    }

    /** Acknowledges a data loss. The gauge {@code hcbridge_state_file_ok} can then become 1 again. */
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

    private String setState(List<String> selected, OperatorOverride<State> override) throws Exception {
        return changed(selected, LoopCalls.commandDeadline(), () -> {
            log(selected, override.value().word(), override);
            return overrides.setState(selected, override);
        });
    }

    private String setWeight(List<String> selected, OperatorOverride<Integer> override) throws Exception {
        return changed(selected, LoopCalls.commandDeadline(), () -> {
            log(selected, "weight " + override.value(), override);
            return overrides.setWeight(selected, override);
        });
    }

    /** Applies a change on the event loop, and waits on this thread until it is saved. */
    private String changed(List<String> selected, Deadline deadline, Supplier<CompletionStage<Void>> change)
            throws Exception {
        // The change and the rows are one step. A second step could time out, and a change that is in effect would be
        // reported as failed.
        Changed changed = loop.call(() -> new Changed(change.get(), view.rows(selected, 0)), deadline);
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
        if (duration.isPresent() && duration.get().compareTo(MAX_DURATION) > 0) {
            throw new CommandException("for: " + Durations.format(duration.get())
                    + " must be at most 365d; without a time the override stays until it is cleared");
        }
        return duration;
    }

    private static void log(List<String> selected, String value, OperatorOverride<?> override) {
        LOG.info(
                "{}: override set to {} (by={}{}{})",
                subject(selected),
                value,
                override.by(),
                override.until().map(until -> ", until=" + until).orElse(""),
                override.reason().text().isEmpty()
                        ? ""
                        : ", reason=" + override.reason().text());
    }

    private static String subject(List<String> selected) {
        return selected.size() == 1 || selected.size() == 2
                ? "target " + String.join(" and ", selected)
                : "all " + selected.size() + " targets";
    }
}
