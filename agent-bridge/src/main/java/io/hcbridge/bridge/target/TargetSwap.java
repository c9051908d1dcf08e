/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.probe.group.GroupConfig;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the set of targets, at the start and while the bridge runs. Targets are created on the caller's thread. The event loop makes the
 * change in one step. Targets that are no longer used end in small steps, each after its running probe.
 */
public final class TargetSwap {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** Number of targets that start or end in one turn of the event loop. */
    private static final int SLICE = 100;
    /**
     * Time between the starts of two slices: 2000 first probes in one second. A first probe also reads the file of its service and finds
     * out what the service understands, so it takes several times as long as a later one.
     */
    private static final long START_MILLIS = 50;

    private final Targets targets;
    private final TargetFactory factory;
    private final ReplyComposer replies;
    private final BridgeMetrics metrics;
    private final EventLoop loop;

    // Owned by the event loop.
    private final Set<Target> ending = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean closed;

    public TargetSwap(
            Targets targets, TargetFactory factory, ReplyComposer replies, BridgeMetrics metrics, EventLoop loop) {
        this.targets = targets;
        this.factory = factory;
        this.replies = replies;
        this.metrics = metrics;
        this.loop = loop;
    }

    /** Creates the first targets, before the event loop uses them. */
    public void init(Map<String, TargetConfig> wanted, String defaultName) {
        replies.configured(wanted.keySet(), services(wanted));
        targets.replacement(create(wanted), defaultName).run();
    }

    /** Starts the work of the first targets that does not depend on checks. Called after the agent port has opened. */
    public void start() {
        LoopTasks.execute(loop, () -> startSome(targets.all().iterator()));
    }

    /**
     * Replaces all targets by {@code wanted}. A target whose configuration is equal stays the same object. Overrides, pending resets and
     * counters are kept by name. Blocks; must not be called on the event loop.
     *
     * @param defaultName name of the target for a blank line; empty for none
     * @param inSameStep runs on the event loop in the same step
     * @throws IOException if nothing was changed; the message is for operators
     */
    public synchronized void replace(Map<String, TargetConfig> wanted, String defaultName, Runnable inSameStep)
            throws IOException, InterruptedException {
        Map<String, Target> before = targets.byName();
        Map<String, Target> after = create(wanted);
        Runnable replacement = targets.replacement(after, defaultName);
        Set<String> services = services(wanted);
        Set<Target> known = Set.copyOf(before.values());
        List<Target> added = after.values().stream()
                .filter(target -> !known.contains(target))
                .toList();
        try {
            onLoop(() -> {
                replies.configured(after.keySet(), services);
                inSameStep.run();
                // The last step, because nothing may fail after it.
                replacement.run();
                LoopTasks.execute(loop, () -> startSome(added.iterator()));
            });
        } catch (IOException | InterruptedException | RuntimeException e) {
            discard(after.values(), before);
            throw e;
        }
        discard(before.values(), after);
    }

    private Map<String, Target> create(Map<String, TargetConfig> wanted) {
        Map<String, Target> before = targets.byName();
        Map<String, Target> made = new HashMap<>();
        try {
            createMembers(wanted, before, made);
            createGroups(wanted, before, made);
        } catch (RuntimeException e) {
            discard(made.values(), before);
            throw e;
        }
        Map<String, Target> after = new LinkedHashMap<>();
        wanted.keySet().forEach(name -> after.put(name, made.get(name)));
        return after;
    }

    private void createMembers(Map<String, TargetConfig> wanted, Map<String, Target> before, Map<String, Target> made) {
        for (TargetConfig config : wanted.values()) {
            if (!isGroup(config)) {
                Target present = before.get(config.name());
                made.put(config.name(), isUnchanged(config, present) ? present : factory.create(config));
            }
        }
    }

    /** A group is created again if something below it has changed, because it holds the sources of its members. */
    private void createGroups(Map<String, TargetConfig> wanted, Map<String, Target> before, Map<String, Target> made) {
        Set<String> changed = wanted.values().stream()
                .filter(config -> !isUnchanged(config, before.get(config.name())))
                .map(TargetConfig::name)
                .collect(Collectors.toSet());
        Set<String> unchanged = GroupSources.unchanged(wanted.values(), changed);
        GroupSources groups = factory.groups(wanted.values(), new HashMap<>(made), targets::byName);
        for (TargetConfig config : wanted.values()) {
            if (isGroup(config)) {
                Target present = unchanged.contains(config.name()) ? before.get(config.name()) : null;
                made.put(config.name(), present == null ? factory.createGroup(config, groups) : present);
            }
        }
    }

    private static Set<String> services(Map<String, TargetConfig> wanted) {
        return wanted.values().stream()
                .filter(config -> !isGroup(config))
                .map(TargetConfig::name)
                .collect(Collectors.toSet());
    }

    private static boolean isGroup(TargetConfig config) {
        return config.probe() instanceof GroupConfig;
    }

    private static boolean isUnchanged(TargetConfig config, @Nullable Target present) {
        return present != null && present.config().equals(config);
    }

    /** Ends the targets that are not among the used ones, and removes the meters of names that are not used any more. */
    private void discard(Collection<Target> candidates, Map<String, Target> used) {
        List<Target> unused = candidates.stream()
                .filter(target -> !target.equals(used.get(target.name())))
                .toList();
        try {
            LoopTasks.execute(loop, () -> {
                ending.addAll(unused);
                endSome(unused.iterator());
            });
        } catch (RejectedExecutionException e) {
            // The event loop has ended, and with it all probes.
        }
        metrics.forget(unused.stream()
                .map(Target::name)
                .filter(name -> !used.containsKey(name))
                .collect(Collectors.toSet()));
    }

    private void endSome(Iterator<Target> rest) {
        for (int i = 0; i < SLICE && rest.hasNext() && !closed; i++) {
            Target target = rest.next();
            target.source().closeWhenIdle(() -> ending.remove(target));
        }
        if (rest.hasNext() && !closed) {
            LoopTasks.executeAfterPoll(loop, () -> endSome(rest));
        }
    }

    private void startSome(Iterator<Target> rest) {
        for (int i = 0; i < SLICE && rest.hasNext() && !closed; i++) {
            rest.next().source().start();
        }
        if (rest.hasNext() && !closed) {
            LoopTasks.schedule(loop, START_MILLIS, () -> startSome(rest));
        }
    }

    private void onLoop(Runnable change) throws IOException, InterruptedException {
        Future<?> done;
        try {
            done = loop.submit(() -> run(change));
        } catch (RejectedExecutionException e) {
            throw new IOException("the bridge is stopping", e);
        }
        try {
            if (!done.await(LIMIT.toMillis()) && done.cancel(false)) {
                throw new IOException("the bridge is busy: its event loop did not start the change within 10s");
            }
        } catch (InterruptedException e) {
            if (done.cancel(false)) {
                throw e;
            }
            Thread.currentThread().interrupt();
        }
        // A change that has started is short.
        done.awaitUninterruptibly();
        if (!done.isSuccess()) {
            throw new IOException(String.valueOf(done.cause().getMessage()), done.cause());
        }
    }

    private void run(Runnable change) {
        if (closed) {
            throw new IllegalStateException("the bridge is stopping");
        }
        try {
            change.run();
        } catch (Error e) {
            LoopTasks.failed(loop, e);
            throw e;
        }
    }

    /** Ends all targets. Called on the event loop, as the last call. */
    public void close() {
        closed = true;
        targets.all().forEach(target -> target.source().close());
        ending.forEach(target -> target.source().close());
        ending.clear();
    }
}
