/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.ProbeStep;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Health;
import java.util.List;
import java.util.function.Consumer;

/** A probe whose service is stopped if its {@code .hc-socket} is gone. Belongs to the event loop. */
final class DiscoveredProbe implements Probe {
    private final Probe probe;

    DiscoveredProbe(Probe probe) {
        this.probe = probe;
    }

    @Override
    public void start(Consumer<ProbeResult> done) {
        probe.start(result -> done.accept(stoppedIfWithdrawn(result)));
    }

    @Override
    public String describeLast() {
        return probe.describeLast();
    }

    @Override
    public List<ProbeStep> lastSteps() {
        return probe.lastSteps();
    }

    @Override
    public void close() {
        probe.close();
    }

    private static ProbeResult stoppedIfWithdrawn(ProbeResult result) {
        return result instanceof Verdict verdict && verdict.isWithdrawn()
                ? new Verdict(Health.STOPPED, verdict.admin(), verdict.capacity(), verdict.reason(), false)
                : result;
    }
}
