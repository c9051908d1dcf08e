/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.protocol.agent.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Records the steps of one probe and their durations, for {@code ctl explain}. Keeps at most {@value #MOST} steps, and shortens each detail
 * to the length of a {@link Reason}. Must not contain secrets. Belongs to the event loop.
 */
public final class ProbeSteps {
    static final int MOST = 16;

    private final LongSupplier nanoTime;
    private final List<ProbeStep> ended = new ArrayList<>();

    private String name = "";
    private String detail = "";
    private long sinceNanos;

    ProbeSteps(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Ends the current step and starts another one. */
    public void enter(String newName, String newDetail) {
        finish();
        name = newName;
        detail = newDetail;
        sinceNanos = nanoTime.getAsLong();
    }

    /** Sets the detail of the current step. Replaces an earlier detail. */
    public void note(String newDetail) {
        detail = newDetail;
    }

    /** Returns the detail of the current step. */
    public String detail() {
        return detail;
    }

    /** Ends the current step. */
    void finish() {
        if (!name.isEmpty() && ended.size() < MOST) {
            long micros = TimeUnit.NANOSECONDS.toMicros(nanoTime.getAsLong() - sinceNanos);
            ended.add(new ProbeStep(name, Reason.of(detail).text(), micros));
        }
        name = "";
    }

    /** Returns the name of the current step; empty if there is none. */
    String current() {
        return name.isEmpty() || detail.isEmpty() ? name : name + " " + detail;
    }

    /** Returns the completed steps. */
    List<ProbeStep> ended() {
        return List.copyOf(ended);
    }
}
