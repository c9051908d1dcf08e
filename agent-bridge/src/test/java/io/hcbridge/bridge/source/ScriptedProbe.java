/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeResult;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A probe that ends with a set result, or when the test ends it. */
final class ScriptedProbe implements Probe {
    private @Nullable ProbeResult immediate;
    private @Nullable Consumer<ProbeResult> running;
    private int started;

    /** Makes further probes end at once; {@code null} makes them run until {@link #end}. */
    void willEndWith(@Nullable ProbeResult result) {
        immediate = result;
    }

    int started() {
        return started;
    }

    boolean isRunning() {
        return running != null;
    }

    void end(ProbeResult result) {
        Consumer<ProbeResult> done = running;
        running = null;
        if (done == null) {
            throw new AssertionError("no probe is running");
        }
        done.accept(result);
    }

    @Override
    public void start(Consumer<ProbeResult> done) {
        assertThat(isRunning()).as("a probe overlaps another one").isFalse();
        started++;
        if (immediate == null) {
            running = done;
        } else {
            done.accept(immediate);
        }
    }

    @Override
    public String describeLast() {
        return "scripted";
    }

    @Override
    public void close() {
        if (isRunning()) {
            end(new BridgeFault("the bridge is stopping"));
        }
    }
}
