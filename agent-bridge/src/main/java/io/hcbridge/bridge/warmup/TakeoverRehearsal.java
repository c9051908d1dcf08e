/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.warmup;

import io.hcbridge.bridge.agent.AgentServer;
import io.hcbridge.bridge.config.ListenAddress;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.config.UnixAddress;
import io.hcbridge.bridge.handover.HandoverClient;
import io.hcbridge.bridge.handover.HandoverServer;
import io.hcbridge.bridge.handover.ListeningSocket;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.net.LoopVertx;
import io.hcbridge.bridge.override.Clocks;
import io.hcbridge.bridge.override.DeferredStateStore;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.override.StateStore;
import io.hcbridge.bridge.override.file.FileStateStore;
import io.hcbridge.bridge.target.Targets;
import io.hcbridge.ipc.internal.transport.Deadline;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/**
 * Rehearses a takeover, because the code of the real one would otherwise be loaded while checks wait. A standby has time for it. One
 * server hands its sockets over to another one, in a private temporary directory, and a state file is opened. If it fails, the takeover is
 * slower.
 */
public final class TakeoverRehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(TakeoverRehearsal.class);
    private static final int CHECKS = 2000;
    private static final int ROUNDS = 3;
    private static final Duration CHECKS_LIMIT = Duration.ofSeconds(3);
    private static final Duration CLOSE_LIMIT = Duration.ofMillis(200);
    private static final Duration SAVE_LIMIT = Duration.ofSeconds(3);

    private final Path directory;
    private final BridgeMetrics metrics = new BridgeMetrics(InstantSource.system(), System::nanoTime, "");
    private final LoopVertx network = LoopVertx.start(
            new VertxOptions().setWorkerPoolSize(1).setInternalBlockingPoolSize(1),
            IoKind.ofSystem(),
            new IgnoredListenerEvents());

    private TakeoverRehearsal(Path directory) {
        this.directory = directory;
    }

    /** Runs the rehearsal, unless the warm-up is disabled. Blocks for some seconds at most. */
    public static void run(BooleanSupplier isStopped) {
        if (!WarmUp.isEnabled()) {
            return;
        }
        try (Rehearsal checks = Rehearsal.open()) {
            checks.run(CHECKS, Deadline.after(CHECKS_LIMIT), isStopped);
            TakeoverRehearsal takeover = new TakeoverRehearsal(Files.createTempDirectory("hcbridge"));
            takeover.runRounds(isStopped);
        } catch (IOException | RuntimeException | Error e) {
            LOG.debug("warm-up: the rehearsal of a takeover failed", e);
        }
    }

    private void runRounds(BooleanSupplier isStopped) throws IOException {
        try {
            for (int i = 0; i < ROUNDS && !isStopped.getAsBoolean(); i++) {
                loadState();
                handOver();
            }
        } finally {
            network.vertx().close();
            metrics.close();
            for (String name : List.of("state.json", "state.json.lock")) {
                Files.deleteIfExists(directory.resolve(name));
            }
            Files.deleteIfExists(directory);
        }
    }

    private void loadState() throws IOException {
        ReplyComposer replies =
                ReplyComposer.load(new DeferredStateStore(), Clocks.SYSTEM, Duration.ofSeconds(1), Set.of());
        StateStore store = FileStateStore.open(directory.resolve("state.json"));
        try {
            replies.restore(store.load(), Set.of());
        } finally {
            store.close(SAVE_LIMIT);
        }
    }

    private void handOver() throws IOException {
        List<ListenAddress> addresses =
                List.of(new TcpAddress("127.0.0.1", 0), new UnixAddress(directory.resolve("agent.sock")));
        AgentServer first = server();
        AgentServer second = server();
        Path path = directory.resolve("handover");
        try (HandoverServer server = HandoverServer.tryOpen(path).orElseThrow()) {
            for (ListenAddress address : addresses) {
                first.listen(address, Optional.empty());
            }
            server.serve(first::listening, NOPLogger.NOP_LOGGER);
            try (HandoverClient client = HandoverClient.connect(path, addresses)) {
                first.handOver(CLOSE_LIMIT);
                for (ListeningSocket socket : client.sockets()) {
                    second.listen(socket.address(), Optional.of(socket));
                }
            }
        } finally {
            second.close(CLOSE_LIMIT);
        }
    }

    private AgentServer server() {
        return AgentServer.silent(network, Rehearsal.config(), Targets.empty(Optional.empty()), metrics);
    }
}
