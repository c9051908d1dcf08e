/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import io.hcbridge.bridge.admin.AdminCommands;
import io.hcbridge.bridge.agent.AgentServer;
import io.hcbridge.bridge.config.BridgeConfig;
import io.hcbridge.bridge.config.ListenAddress;
import io.hcbridge.bridge.config.LoadedConfig;
import io.hcbridge.bridge.config.PushGroupConfig;
import io.hcbridge.bridge.config.StandbyConfig;
import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.discovery.Discovery;
import io.hcbridge.bridge.eosio.EosioAgent;
import io.hcbridge.bridge.eosio.allow.AllowList;
import io.hcbridge.bridge.handover.InheritedSockets;
import io.hcbridge.bridge.handover.SystemdSockets;
import io.hcbridge.bridge.log.LogSetup;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.net.LoopVertx;
import io.hcbridge.bridge.override.Clocks;
import io.hcbridge.bridge.override.DeferredStateStore;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.override.StateStore;
import io.hcbridge.bridge.override.file.FileStateStore;
import io.hcbridge.bridge.probe.BlockingWork;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.bridge.push.PushGroup;
import io.hcbridge.bridge.reload.ConfigReload;
import io.hcbridge.bridge.source.SourceFactory;
import io.hcbridge.bridge.standby.StandbyMember;
import io.hcbridge.bridge.target.TargetFactory;
import io.hcbridge.bridge.target.TargetSwap;
import io.hcbridge.bridge.target.Targets;
import io.hcbridge.bridge.tls.AgentTls;
import io.hcbridge.bridge.tls.TlsConfig;
import io.hcbridge.bridge.warmup.ProbeRehearsal;
import io.hcbridge.bridge.warmup.TakeoverRehearsal;
import io.hcbridge.bridge.warmup.WarmUp;
import io.hcbridge.ipc.internal.transport.Deadline;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running bridge. Creates all parts, starts them and stops them.
 *
 * <p>Everything that handles a check belongs to one event loop, without locks. Worker threads only read changed files and render metrics.
 */
public final class Bridge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);
    private static final int WORKERS = 4;
    /** Number of polls that {@code agent.ready-for} must cover. */
    private static final int READY_FOR_POLLS = 3;

    private static final Duration REHEARSAL_LIMIT = Duration.ofSeconds(1);
    /** Together with {@link #STOP_LIMIT} less than 2 s, the time within which the bridge must exit after SIGTERM. */
    private static final Duration DRAIN_LIMIT = Duration.ofMillis(1200);

    /** Time for checks in flight when a standby waits. Longer ones are closed without a reply. */
    private static final Duration HANDOVER_LIMIT = Duration.ofMillis(100);

    private static final Duration STOP_LIMIT = Duration.ofMillis(350);
    /** Time for the programs of checks to be killed. */
    private static final Duration PROCESS_LIMIT = Duration.ofMillis(150);
    /** Minimum time for the last step, even if the earlier steps used all of their time. */
    private static final Duration LAST_LIMIT = Duration.ofMillis(50);

    private final WarmUp warmUp;
    private final LoopVertx network;
    private final BlockingWork blocking = BlockingWork.forProbes();
    private final BlockingWork processes;
    private final String version;
    private final BridgeMetrics metrics;
    private final BridgeConfig config;
    private final Optional<ConfigReload> reload;
    private final StateStore store;
    private final DeferredStateStore stateOfGroup = new DeferredStateStore();
    private final ReplyComposer replies;
    private final Targets targets;
    private final ProbeRehearsal.Running rehearsal;
    private final TargetSwap swap;
    private final Discovery discovery;
    private final TargetUpdates updates;
    private final Optional<AgentTls> tls;
    private final @Nullable EosioAgent eosio;
    private final @Nullable PushGroup push;
    private final AgentServer agents;
    private final CommandPort commands;
    private final StartSteps steps = new StartSteps();
    private final Instant started = Instant.now();

    private volatile @Nullable StandbyMember member;
    private volatile @Nullable ConnectionLimit connectionLimit;

    private volatile boolean accepting;
    private volatile boolean ready;

    /** Creates a bridge whose configuration cannot be reloaded. */
    public Bridge(BridgeConfig config, String version) throws IOException {
        this(config, version, bridge -> Optional.empty());
    }

    /**
     * Creates a bridge that can read its configuration again.
     *
     * @param source reads the configuration again
     */
    public Bridge(LoadedConfig loaded, ConfigReload.Source source, String version) throws IOException {
        this(
                loaded.config(),
                version,
                bridge -> Optional.of(
                        new ConfigReload(source, loaded, bridge.updates::configured, bridge.metrics.reloads())));
    }

    /**
     * Loads the state and creates everything that {@link #start} needs.
     *
     * @throws IOException if the state file cannot be read or is in use by another bridge, or if a TLS file cannot be used; the message
     *     names the file
     */
    private Bridge(BridgeConfig config, String version, Function<Bridge, Optional<ConfigReload>> reload)
            throws IOException {
        this.config = config;
        // Done first: if it fails, nothing is open that must be closed.
        this.tls = openTls(config.agent().tls());
        this.processes = new BlockingWork(config.maxProcesses(), 0);
        this.store = openStore(config);
        this.metrics = new BridgeMetrics(InstantSource.system(), System::nanoTime, version);
        this.discovery = discovery(config, metrics, store);
        Map<String, TargetConfig> wanted = config.targetsWith(discovery.targets());
        this.replies = ReplyComposer.load(store, Clocks.SYSTEM, config.agent().readyFor(), wanted.keySet());
        this.warmUp = WarmUp.start();
        this.version = version;
        metrics.logLinesDropped(LogSetup::linesDropped);
        this.network = LoopVertx.start(
                new VertxOptions().setWorkerPoolSize(WORKERS).setInternalBlockingPoolSize(WORKERS),
                IoKind.ofSystem(),
                new LoopEvents(this::listenerLost));
        store.watch(
                change -> LoopTasks.execute(loop(), () -> replies.overrides().applyExternal(change)));
        if (config.stateFile().isPresent()) {
            metrics.stateFile(() -> store.health().isOk());
        }
        ProbeEnvironment probes = new ProbeEnvironment(network, blocking, processes);
        this.eosio = config.eosio().map(allow -> eosioAgent(allow, probes)).orElse(null);
        this.targets = Targets.empty(Optional.ofNullable(eosio));
        SourceFactory sources = SourceFactory.onLoop(loop());
        this.swap = new TargetSwap(targets, targetFactory(probes, sources), replies, metrics, loop());
        this.push = config.push().map(group -> pushGroup(group, sources)).orElse(null);
        swap.init(wanted, config.agent().defaultTarget().orElse(""));
        ProbeRehearsal rehearsals = new ProbeRehearsal();
        this.rehearsal = rehearsals.start(probes, config.targets().values());
        tls.ifPresent(agentTls -> metrics.certificateExpiry(agentTls::expiry));
        this.agents = new AgentServer(network, config.agent(), tls, targets, metrics);
        this.updates = new TargetUpdates(config, swap, discovery, agents, rehearsals, this::reserveDescriptors);
        this.reload = reload.apply(this);
        this.commands = new CommandPort(config.admin(), adminCommands(), steps);
    }

    /** A member of a group opens the state file when it is elected. */
    private StateStore openStore(BridgeConfig config) throws IOException {
        if (config.standby().isPresent()) {
            return stateOfGroup;
        }
        return config.stateFile().isPresent()
                ? FileStateStore.open(config.stateFile().get())
                : StateStore.inMemory();
    }

    /**
     * Starts to listen on all addresses. A member of a group waits until it is elected, after this method has returned.
     *
     * @return the addresses for agent checks; port 0 is replaced by the port in use. Empty for a standby
     * @throws IOException if the bridge cannot listen on an address, or cannot join its group; the message names it
     */
    public List<ListenAddress> start() throws IOException, InterruptedException {
        // The agent addresses open first, because HAProxy waits for them. The warm-up must end before, because a check
        // on a cold JVM would be late.
        warmUp.await();
        rehearsal.await();
        if (WarmUp.isEnabled()) {
            tls.ifPresent(agentTls -> agentTls.rehearse(REHEARSAL_LIMIT));
            if (eosio != null) {
                eosio.rehearse(REHEARSAL_LIMIT);
            }
        }
        InheritedSockets inherited = new InheritedSockets();
        inherited.addMissing(SystemdSockets.take(config.agent().listen()));
        List<ListenAddress> listening = new ArrayList<>();
        if (config.standby().isEmpty()) {
            open(inherited, listening);
        }
        startTargets();
        if (config.metrics().isPresent()) {
            MetricsPort.open(network.vertx(), config.metrics().get(), metrics, () -> ready);
        }
        if (config.standby().isPresent()) {
            join(config.standby().get(), inherited, listening);
        } else {
            commands.open();
            ready = true;
            logAnswering(listening);
        }
        return List.copyOf(listening);
    }

    private void open(InheritedSockets inherited, List<ListenAddress> listening) throws IOException {
        for (ListenAddress address : config.agent().listen()) {
            listening.add(steps.run(() -> agents.listen(address, inherited.take(address))));
        }
        accepting = true;
        if (push != null) {
            push.start();
        }
    }

    private void logAnswering(List<ListenAddress> listening) {
        LOG.info("answering agent checks on {} for {}", listening, subjects());
    }

    private void startTargets() throws IOException {
        swap.start();
        tls.ifPresent(AgentTls::watch);
        // Done after the agent port is open, because reading the limit takes some time.
        connectionLimit = new ConnectionLimit(agents, config.agent().maxConnections());
        reserveDescriptors();
        discovery.start(updates::discovered);
    }

    private void join(StandbyConfig group, InheritedSockets inherited, List<ListenAddress> listening)
            throws IOException, InterruptedException {
        Takeover takeover = new Takeover(
                loop(), config.stateFile(), stateOfGroup, replies, targets, agents, commands, steps, sockets -> {
                    open(sockets, listening);
                    logAnswering(listening);
                });
        StandbyMember joined = new StandbyMember(
                group,
                config.agent().listen(),
                inherited,
                takeover,
                metrics.standby(),
                task -> LoopTasks.execute(loop(), task),
                Halt::now);
        steps.run(() -> member = joined);
        joined.join();
        if (!joined.isMaster()) {
            TakeoverRehearsal.run(() -> steps.isEnded() || loop().isShuttingDown());
        }
        ready = true;
    }

    /** Replies to the checks in flight and stops, within 2 s. */
    @Override
    public synchronized void close() {
        if (!steps.end()) {
            return;
        }
        ready = false;
        LOG.info("stopping");
        warmUp.stop();
        if (push != null) {
            push.close();
        }
        StandbyMember leaving = member;
        boolean isAlive = !loop().isTerminated();
        if (leaving != null) {
            leave(leaving, isAlive);
        } else {
            commands.close();
        }
        reload.ifPresent(ConfigReload::close);
        discovery.close();
        if (leaving == null && isAlive) {
            agents.close(DRAIN_LIMIT);
        }
        tls.ifPresent(AgentTls::close);
        blocking.close();
        processes.close(PROCESS_LIMIT);
        Deadline stop = Deadline.after(STOP_LIMIT);
        if (leaving == null) {
            closeStore(isAlive, stop);
        }
        if (isAlive) {
            awaitQuietly(network.vertx().close(), stop.atMost(STOP_LIMIT).plus(LAST_LIMIT));
        }
        metrics.close();
        LOG.info("stopped");
    }

    private void handOver() {
        try {
            agents.handOver(HANDOVER_LIMIT);
        } catch (IOException e) {
            // With the lock released, two bridges would answer. Until the process has ended, the kernel keeps the
            // locks.
            LOG.error("agent server: cannot stop accepting: {}; ending the process", e.getMessage());
            Halt.now();
        }
    }

    /** Gives the agent port and the state to the next master, before the rest of this bridge ends. */
    private void leave(StandbyMember leaving, boolean isAlive) {
        commands.refuseChanges("the bridge is stopping; retry");
        boolean hasStandby = leaving.stop();
        if (isAlive && hasStandby) {
            handOver();
        } else if (isAlive) {
            agents.close(DRAIN_LIMIT);
        } else {
            agents.abandon();
        }
        closeStore(isAlive, Deadline.after(STOP_LIMIT));
        leaving.close();
        commands.close();
    }

    /**
     * Waits until the event loop has ended, after {@link #close} or because of a fatal failure. The process must exit then, because it no
     * longer replies to agent checks.
     */
    public void awaitEnd() throws InterruptedException {
        while (!loop().awaitTermination(1, TimeUnit.DAYS)) {
            // The loop is still running.
        }
    }

    /** Returns whether {@link #close} was called. */
    public boolean isClosed() {
        return steps.isEnded();
    }

    /** Returns the reload of the configuration; empty for a bridge that cannot reload it. */
    public Optional<ConfigReload> reload() {
        return reload;
    }

    private void reserveDescriptors() {
        ConnectionLimit limit = connectionLimit;
        if (limit != null) {
            limit.reserve(probeCount());
        }
    }

    private static Discovery discovery(BridgeConfig config, BridgeMetrics metrics, StateStore store)
            throws IOException {
        try {
            return new Discovery(config.discover(), metrics.discovery());
        } catch (IOException e) {
            store.close(STOP_LIMIT);
            throw new IOException("discover: " + e.getMessage(), e);
        }
    }

    private PushGroup pushGroup(PushGroupConfig group, SourceFactory sources) {
        return new PushGroup(group, targets, sources.reports(), metrics.push(), loop());
    }

    private TargetFactory targetFactory(ProbeEnvironment probes, SourceFactory sources) {
        return new TargetFactory(
                probes,
                sources,
                replies,
                metrics,
                config.agent().readyFor().dividedBy(READY_FOR_POLLS),
                config.agent().replyDeadline());
    }

    private EventLoop loop() {
        return network.loop();
    }

    private void listenerLost(String why) {
        if (accepting && !steps.isEnded()) {
            LoopTasks.end(loop(), why);
        }
    }

    private static Optional<AgentTls> openTls(Optional<TlsConfig> config) throws IOException {
        return config.isPresent() ? Optional.of(new AgentTls(config.get())) : Optional.empty();
    }

    private AdminCommands adminCommands() {
        EventLoop loop = loop();
        return new AdminCommands(
                targets,
                replies,
                store,
                task -> LoopTasks.execute(loop, task),
                InstantSource.system(),
                this::stats,
                reload);
    }

    private JsonObject stats() {
        return new JsonObject()
                .put("version", version)
                .put("started", started.toString())
                .put("targets", targets.all().size())
                .put("connections", metrics.openConnections());
    }

    private int probeCount() {
        return targets.all().size() + (eosio == null ? 0 : EosioAgent.MOST_AT_ONCE);
    }

    /** Returns the targets and request kinds with replies, for the log. */
    private List<String> subjects() {
        List<String> subjects = new ArrayList<>(config.targets().keySet());
        config.eosio().ifPresent(allow -> subjects.add("EOSIO requests"));
        config.discover().forEach(rule -> subjects.add(rule.directories().toString()));
        return subjects;
    }

    private EosioAgent eosioAgent(AllowList allow, ProbeEnvironment probes) {
        return new EosioAgent(probes, allow, config.agent().probeTimeout(), metrics);
    }

    /**
     * Saves the last state and closes the store. The state cannot change any more, because no check is in progress. If the loop has ended,
     * this thread may read the state.
     */
    private void closeStore(boolean isLoopAlive, Deadline stop) {
        if (isLoopAlive) {
            Promise<Void> saved = Promise.promise();
            LoopTasks.execute(loop(), () -> {
                swap.close();
                if (eosio != null) {
                    eosio.close();
                }
                replies.save();
                saved.complete();
            });
            awaitQuietly(saved.future(), stop.atMost(LAST_LIMIT));
        } else {
            replies.save();
        }
        store.close(stop.atMost(STOP_LIMIT));
    }

    private static void awaitQuietly(Future<?> future, Duration limit) {
        try {
            future.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            LOG.warn("shutdown timed out: {}", String.valueOf(e.getMessage()));
        }
    }
}
