/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.warmup;

import io.hcbridge.bridge.agent.AgentServer;
import io.hcbridge.bridge.config.BridgeConfig.AgentConfig;
import io.hcbridge.bridge.config.BridgeConfig.AgentConfig.UnknownTarget;
import io.hcbridge.bridge.config.SocketAccess;
import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.net.LoopVertx;
import io.hcbridge.bridge.override.Clocks;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.override.StateStore;
import io.hcbridge.bridge.probe.BlockingWork;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.bridge.probe.health.HealthProbeConfig;
import io.hcbridge.bridge.shape.StabilityRules;
import io.hcbridge.bridge.source.OnDemandSource;
import io.hcbridge.bridge.source.ResultPipeline;
import io.hcbridge.bridge.source.ResultSource;
import io.hcbridge.bridge.target.Target;
import io.hcbridge.bridge.target.Targets;
import io.hcbridge.ipc.Deadline;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.helpers.NOPLogger;

/** A small bridge and the service that it probes. It has its own event loop, targets, metrics and state. Belongs to one thread. */
final class Rehearsal implements AutoCloseable {
    /**
     * Number of concurrent clients. Each client checks its own target, because checks of one target at the same time would share a probe.
     */
    private static final int CLIENTS = 16;

    private static final Duration TIMEOUT = Duration.ofMillis(200);

    private final LoopVertx network = LoopVertx.start(
            new VertxOptions().setWorkerPoolSize(1).setInternalBlockingPoolSize(1),
            IoKind.ofSystem(),
            new IgnoredListenerEvents());
    private final BlockingWork blocking = BlockingWork.forProbes();
    private final ProbeEnvironment environment = ProbeEnvironment.of(network, blocking);
    private final BridgeMetrics metrics = new BridgeMetrics(InstantSource.system(), System::nanoTime, "");
    private final RehearsedService service;
    private String lastReply = "";

    private Rehearsal(RehearsedService service) {
        this.service = service;
    }

    /** Creates the bridge and the service. The files of the service are in a private temporary directory. */
    static Rehearsal open() throws IOException {
        Rehearsal rehearsal = new Rehearsal(new RehearsedService());
        try {
            rehearsal.service.listen(rehearsal.network);
            return rehearsal;
        } catch (IOException | RuntimeException | Error e) {
            rehearsal.close();
            throw e;
        }
    }

    /**
     * Runs checks, in rounds.
     *
     * @param isStopped read before each round
     * @return the number of checks with a reply
     */
    int run(int checks, Deadline end, BooleanSupplier isStopped) throws IOException {
        AgentServer server = AgentServer.silent(network, config(), targets(), metrics);
        int port = ((TcpAddress) server.listen(new TcpAddress("127.0.0.1", 0))).port();
        RehearsalClients clients = new RehearsalClients(port, CLIENTS);
        int answered = 0;
        while (answered < checks && !end.isOver() && !isStopped.getAsBoolean()) {
            answered += clients.check(TIMEOUT);
            lastReply = clients.lastReply();
        }
        return answered;
    }

    /** Returns the temporary directory with the files of the service. */
    Path directory() {
        return service.directory();
    }

    /** Returns the last reply to a check; empty before the first one. */
    String lastReply() {
        return lastReply;
    }

    private static AgentConfig config() {
        return new AgentConfig(
                List.of(new TcpAddress("127.0.0.1", 0)),
                List.of(),
                TIMEOUT.plus(TIMEOUT),
                CLIENTS + 1,
                Optional.empty(),
                UnknownTarget.FAIL,
                Duration.ofSeconds(1),
                new SocketAccess(PosixFilePermissions.fromString("rw-------"), Optional.empty()),
                Optional.empty());
    }

    private Targets targets() throws IOException {
        Map<String, Target> targets = new LinkedHashMap<>();
        List<String> names = RehearsalClients.targets(CLIENTS);
        ReplyComposer replies =
                ReplyComposer.load(StateStore.inMemory(), Clocks.SYSTEM, Duration.ofSeconds(1), Set.copyOf(names));
        names.forEach(name -> targets.put(name, target(name, replies)));
        return new Targets(targets, "");
    }

    private Target target(String name, ReplyComposer replies) {
        HealthProbeConfig probe = new HealthProbeConfig(service.directory(), service.directory(), Optional.empty());
        TargetMeters meters = metrics.target(name);
        ResultPipeline pipeline = new ResultPipeline(
                name, StabilityRules.NONE, replies.reportedState(name), meters, System::nanoTime, NOPLogger.NOP_LOGGER);
        ResultSource source = new OnDemandSource(probe.open(environment, name, TIMEOUT), pipeline, Duration.ZERO);
        return new Target(
                new TargetConfig(name, probe, TIMEOUT, OnFailed.FAIL, OptionalInt.empty()), source, replies, meters);
    }

    /** Closes the bridge and the service. Does not wait until the loop has ended. */
    @Override
    public void close() throws IOException {
        network.vertx().close();
        blocking.close();
        metrics.close();
        service.close();
    }
}
