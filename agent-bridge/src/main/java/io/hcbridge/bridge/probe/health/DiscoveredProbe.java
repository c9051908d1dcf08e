/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.probe.ForwardingProbe;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Health;
import java.util.function.Consumer;

/** A probe whose service is stopped if its {@code .hc-socket} is gone. Belongs to the event loop. */
final class DiscoveredProbe extends ForwardingProbe {
    DiscoveredProbe(Probe probe) {
        super(probe);
    }

    @Override
    public void start(Consumer<ProbeResult> done) {
        probe.start(result -> done.accept(stoppedIfWithdrawn(result)));
    }

    private static ProbeResult stoppedIfWithdrawn(ProbeResult result) {
        return result instanceof Verdict verdict && verdict.isWithdrawn()
                ? new Verdict(Health.STOPPED, verdict.admin(), verdict.capacity(), verdict.reason(), false)
                : result;
    }
}
