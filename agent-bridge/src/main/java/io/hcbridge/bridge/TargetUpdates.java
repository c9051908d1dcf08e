/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import io.hcbridge.bridge.agent.AgentServer;
import io.hcbridge.bridge.config.BridgeConfig;
import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.discovery.Discovery;
import io.hcbridge.bridge.target.TargetSwap;
import io.hcbridge.bridge.warmup.ProbeRehearsal;
import java.io.IOException;
import java.util.Map;

/** Replaces the targets of a running bridge, when its configuration or the discovered services change. */
final class TargetUpdates {
    private final TargetSwap swap;
    private final Discovery discovery;
    private final AgentServer agents;
    private final ProbeRehearsal rehearsals;
    private final Runnable replaced;
    /** The configuration in use. {@link Discovery} never runs both kinds of changes at the same time. */
    private volatile BridgeConfig current;

    /** @param replaced runs after each change, not on the event loop */
    TargetUpdates(
            BridgeConfig config,
            TargetSwap swap,
            Discovery discovery,
            AgentServer agents,
            ProbeRehearsal rehearsals,
            Runnable replaced) {
        this.current = config;
        this.swap = swap;
        this.discovery = discovery;
        this.agents = agents;
        this.rehearsals = rehearsals;
        this.replaced = replaced;
    }

    /** Applies a changed configuration. Called by one thread at a time, which is not the event loop. */
    void configured(BridgeConfig changed) throws IOException, InterruptedException {
        // Discovered targets have no kind that must be rehearsed.
        rehearsals.runApart(changed.targets().values());
        discovery.reconfigure(changed.discover(), found -> {
            replace(changed, found, () -> agents.apply(changed.agent()));
            current = changed;
        });
    }

    /** Applies a change of the discovered services. */
    void discovered(Map<String, TargetConfig> found) throws IOException, InterruptedException {
        replace(current, found, () -> {});
    }

    private void replace(BridgeConfig config, Map<String, TargetConfig> found, Runnable inSameStep)
            throws IOException, InterruptedException {
        swap.replace(config.targetsWith(found), config.agent().defaultTarget().orElse(""), inSameStep);
        replaced.run();
    }
}
