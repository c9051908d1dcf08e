/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.warmup;

import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.ipc.internal.transport.Deadline;
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
 * Probes one target of each kind of client before the agent port opens, and ignores the results. The first probe of a kind makes the JVM
 * load its libraries, which can take longer than a probe may take. Real probes are used, because only they also load the trusted
 * authorities and the code for the server's TLS and HTTP version.
 */
public final class ProbeRehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeRehearsal.class);
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Deadline limit;
    private final CountDownLatch running;

    private ProbeRehearsal(Deadline limit, int probes) {
        this.limit = limit;
        this.running = new CountDownLatch(probes);
    }

    /** Starts the probes, unless the warm-up is disabled. */
    public static ProbeRehearsal start(ProbeEnvironment environment, Collection<TargetConfig> targets) {
        return start(environment, WarmUp.isEnabled() ? targets : List.of(), LIMIT);
    }

    /** @param limit time limit of the rehearsal and of each probe */
    static ProbeRehearsal start(ProbeEnvironment environment, Collection<TargetConfig> targets, Duration limit) {
        Set<String> kinds = new HashSet<>();
        List<TargetConfig> chosen = targets.stream()
                .filter(target -> target.probe().rehearsal().filter(kinds::add).isPresent())
                .toList();
        ProbeRehearsal rehearsal = new ProbeRehearsal(Deadline.after(limit), chosen.size());
        for (TargetConfig target : chosen) {
            Probe probe = target.probe().open(environment, target.name(), limit);
            LoopTasks.execute(
                    environment.loop(),
                    () -> probe.start(result -> {
                        LOG.debug("warm-up: target {}: {}", target.name(), result);
                        rehearsal.running.countDown();
                        // Later, because the probe is still ending.
                        LoopTasks.execute(environment.loop(), probe::close);
                    }));
        }
        return rehearsal;
    }

    /** Waits until the probes have ended, but at most until 1 s after their start. */
    public void await() {
        try {
            if (!running.await(limit.remainingMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("warm-up: {} probes did not end in time", running.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
