/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.warmup;

import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.net.LoopVertx;
import io.hcbridge.bridge.probe.BlockingWork;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.ipc.Deadline;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes one target of each kind of client before HAProxy's checks need it, and ignores the results. The first probe of a kind makes the
 * JVM load its libraries, which can take longer than a probe may take. Real probes are used, because only they also load the trusted
 * authorities and the code for the server's TLS and HTTP version.
 */
public final class ProbeRehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeRehearsal.class);
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final boolean isEnabled;
    private final Duration limit;
    /** Names of the kinds of clients that were probed. */
    private final Set<String> known = new HashSet<>();

    /** Creates a rehearsal that does nothing if the warm-up is disabled. */
    public ProbeRehearsal() {
        this(WarmUp.isEnabled(), LIMIT);
    }

    /** @param limit time limit of each rehearsal and of each probe */
    ProbeRehearsal(boolean isEnabled, Duration limit) {
        this.isEnabled = isEnabled;
        this.limit = limit;
    }

    /** Probes that run. */
    public interface Running {
        /** Waits until the probes have ended, but at most until 1 s after their start. */
        void await();
    }

    /** Starts probes on the event loop of {@code environment}, which must not serve checks yet. */
    public Running start(ProbeEnvironment environment, Collection<TargetConfig> targets) {
        return start(environment, unknown(targets));
    }

    /**
     * Probes targets of new kinds on an event loop of its own, because the loop of the checks would be blocked. Blocks until the probes have
     * ended, but at most 1 s and some more for the start of the loop. Called before the bridge uses these targets.
     */
    public void runApart(Collection<TargetConfig> targets) {
        List<TargetConfig> chosen = unknown(targets);
        if (chosen.isEmpty()) {
            return;
        }
        LoopVertx network = LoopVertx.start(
                new VertxOptions().setWorkerPoolSize(1).setInternalBlockingPoolSize(1),
                IoKind.ofSystem(),
                new IgnoredListenerEvents());
        try (BlockingWork blocking = BlockingWork.forProbes()) {
            start(ProbeEnvironment.of(network, blocking), chosen).await();
        } catch (RuntimeException e) {
            LOG.debug("warm-up: failed; the first probes will be slower", e);
        } finally {
            network.vertx().close();
        }
    }

    /** Returns one target of each kind that is not known, which is known afterwards. */
    private synchronized List<TargetConfig> unknown(Collection<TargetConfig> targets) {
        return targets.stream()
                .filter(target -> isEnabled
                        && target.probe().rehearsal().filter(known::add).isPresent())
                .toList();
    }

    private Running start(ProbeEnvironment environment, List<TargetConfig> chosen) {
        CountDownLatch running = new CountDownLatch(chosen.size());
        for (TargetConfig target : chosen) {
            Probe probe = target.probe().open(environment, target.name(), limit);
            LoopTasks.execute(
                    environment.loop(),
                    () -> probe.start(result -> {
                        LOG.debug("warm-up: target {}: {}", target.name(), result);
                        // Later, because the probe is still ending.
                        LoopTasks.execute(environment.loop(), () -> {
                            probe.close();
                            running.countDown();
                        });
                    }));
        }
        Deadline end = Deadline.after(limit);
        return () -> await(running, end);
    }

    private static void await(CountDownLatch running, Deadline end) {
        try {
            if (!running.await(end.remainingMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("warm-up: {} probes did not end in time", running.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
