/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import java.util.List;

/** A probe that changes the results of another one. */
public abstract class ForwardingProbe implements Probe {
    /** The other probe. */
    protected final Probe probe;

    protected ForwardingProbe(Probe probe) {
        this.probe = probe;
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
}
