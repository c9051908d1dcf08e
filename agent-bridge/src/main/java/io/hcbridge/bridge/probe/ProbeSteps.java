/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.protocol.agent.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Records the steps of one probe with the time of each, for {@code ctl explain}. Keeps at most {@value #MOST} steps, and of each detail
 * what fits into a {@link Reason}. Nothing secret may be put into it. Belongs to the event loop.
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

    /** Ends the step under way and begins another. */
    public void enter(String newName, String newDetail) {
        finish();
        name = newName;
        detail = newDetail;
        sinceNanos = nanoTime.getAsLong();
    }

    /** Says what was seen in the step under way, in place of what was said before. */
    public void note(String newDetail) {
        detail = newDetail;
    }

    /** What was said of the step under way. */
    public String detail() {
        return detail;
    }

    /** Ends the step under way. */
    void finish() {
        if (!name.isEmpty() && ended.size() < MOST) {
            long micros = TimeUnit.NANOSECONDS.toMicros(nanoTime.getAsLong() - sinceNanos);
            ended.add(new ProbeStep(name, Reason.of(detail).text(), micros));
        }
        name = "";
    }

    /** The step under way; empty if there is none. */
    String current() {
        return name.isEmpty() || detail.isEmpty() ? name : name + " " + detail;
    }

    /** The steps that have ended. */
    List<ProbeStep> ended() {
        return List.copyOf(ended);
    }
}
