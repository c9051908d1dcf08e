/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import io.hcbridge.bridge.agent.AgentServer;
import io.hcbridge.bridge.handover.InheritedSockets;
import io.hcbridge.bridge.handover.ListeningSocket;
import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.override.DeferredStateStore;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.override.SavedState;
import io.hcbridge.bridge.override.StateStore;
import io.hcbridge.bridge.override.file.FileStateStore;
import io.hcbridge.bridge.standby.GroupDuties;
import io.hcbridge.bridge.target.Target;
import io.hcbridge.bridge.target.Targets;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Makes a standby the master: it loads the state, then accepts checks, then opens the command socket. */
final class Takeover implements GroupDuties {
    private static final Duration LOOP_LIMIT = Duration.ofSeconds(10);

    private final EventLoop loop;
    private final Optional<Path> stateFile;
    private final DeferredStateStore store;
    private final ReplyComposer replies;
    private final Targets targets;
    private final AgentServer agents;
    private final CommandPort commands;
    private final StartSteps steps;
    private final Opening opening;

    /** Opens the agent port. */
    interface Opening {
        void open(InheritedSockets inherited) throws IOException;
    }

    Takeover(
            EventLoop loop,
            Optional<Path> stateFile,
            DeferredStateStore store,
            ReplyComposer replies,
            Targets targets,
            AgentServer agents,
            CommandPort commands,
            StartSteps steps,
            Opening opening) {
        this.loop = loop;
        this.stateFile = stateFile;
        this.store = store;
        this.replies = replies;
        this.targets = targets;
        this.agents = agents;
        this.commands = commands;
        this.steps = steps;
        this.opening = opening;
    }

    @Override
    public void takeOver(InheritedSockets inherited) throws IOException, InterruptedException {
        if (stateFile.isPresent()) {
            FileStateStore opened = FileStateStore.openWhenFree(stateFile.get(), steps::isEnded);
            useState(opened);
        }
        opening.open(inherited);
    }

    @Override
    public void afterTakeover() throws IOException {
        commands.takeOver();
    }

    @Override
    public List<ListeningSocket> listening() {
        return agents.listening();
    }

    @Override
    public void fail(String why) {
        LoopTasks.end(loop, why);
    }

    private void useState(StateStore opened) throws IOException, InterruptedException {
        try {
            SavedState saved = opened.load();
            steps.run(() -> {
                // Closing the bridge closes it from now on.
                store.use(opened);
                return saved;
            });
            onLoop(() -> replies.restore(saved, names()));
        } catch (IOException e) {
            opened.close(LOOP_LIMIT);
            throw e;
        }
    }

    private Set<String> names() {
        return targets.all().stream().map(Target::name).collect(Collectors.toSet());
    }

    private void onLoop(Runnable change) throws IOException, InterruptedException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        LoopTasks.execute(loop, () -> {
            try {
                change.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.get(LOOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("the event loop did not load the state within 10s", e);
        } catch (ExecutionException e) {
            throw new IOException("cannot use the state: " + e.getCause(), e);
        }
    }
}
