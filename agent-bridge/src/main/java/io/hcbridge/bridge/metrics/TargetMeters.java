/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Health;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The meters of one target. Written by the event loop, read by any thread. */
public final class TargetMeters {
    /** The values of the labels {@code verdict} and {@code result}. */
    static final List<Health> VERDICTS = List.of(Health.UP, Health.DOWN, Health.FAILED, Health.STOPPED);
    /** The verdict of a reply without a health word. */
    static final String NO_VERDICT = "none";

    private final String target;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final ProbeHistogram probes = new ProbeHistogram();
    /** By the index in {@link #VERDICTS}; the last one counts the replies without a verdict. */
    private final AtomicLongArray replies = new AtomicLongArray(VERDICTS.size() + 1);

    private volatile @Nullable Health lastVerdict;
    private volatile @Nullable Health probeResult;
    private volatile long changedMillis;
    private volatile long lastCheckNanos;
    /** Null while no service pushes reports for the target. */
    private volatile @Nullable ReportMeters reports;

    TargetMeters(String target, InstantSource clock, LongSupplier nanoTime) {
        this.target = target;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.lastCheckNanos = nanoTime.getAsLong();
    }

    String target() {
        return target;
    }

    /** Returns the durations of the probes. */
    ProbeHistogram probes() {
        return probes;
    }

    /** Returns the number of replies with a verdict, by its index in {@link #VERDICTS}; the index after the last one is that of no verdict. */
    long replies(int verdict) {
        return replies.get(verdict);
    }

    /** Returns the verdict of the last reply to HAProxy; empty before the first one. */
    Optional<Health> lastVerdict() {
        return Optional.ofNullable(lastVerdict);
    }

    /** Returns the result of the last probe; empty before the first one. */
    Optional<Health> probeResult() {
        return Optional.ofNullable(probeResult);
    }

    /** Returns the wall time of the last change of the verdict in replies, in milliseconds; 0 before the first reply. */
    long changedMillis() {
        return changedMillis;
    }

    /** Returns the time since the last agent check, or since the target was added. */
    long unaskedNanos() {
        return nanoTime.getAsLong() - lastCheckNanos;
    }

    /** Returns the meters of pushed reports; empty if the target gets none. */
    Optional<ReportMeters> reports() {
        return Optional.ofNullable(reports);
    }

    /**
     * Adds or removes the meters of pushed reports.
     *
     * @param expected whether the target of this name is one whose service pushes reports
     */
    public synchronized void expectReports(boolean expected) {
        if (!expected) {
            reports = null;
        } else if (reports == null) {
            reports = new ReportMeters(nanoTime);
        }
    }

    /** Records a report that the service has pushed. */
    public void reportReceived() {
        ReportMeters current = reports;
        if (current != null) {
            current.received();
        }
    }

    /** Records that an agent check of the target has arrived. */
    public void checkReceived() {
        lastCheckNanos = nanoTime.getAsLong();
    }

    /** Records a reply to HAProxy, overrides included. Called once for each reply, after it was written successfully. */
    public void replySent(AgentReply reply) {
        if (reply.health().isEmpty()) {
            replies.incrementAndGet(VERDICTS.size());
            return;
        }
        Health sent = verdictOf(reply.health().get());
        replies.incrementAndGet(VERDICTS.indexOf(sent));
        if (lastVerdict != sent) {
            changedMillis = clock.millis();
            lastVerdict = sent;
        }
    }

    /** Records the duration of one probe, in nanoseconds. */
    public void probed(long nanos) {
        probes.record(nanos);
    }

    /** Records the result of a probe. */
    public void probeResult(Health health) {
        probeResult = verdictOf(health);
    }

    /** Returns the name of a verdict in labels and logs: {@code up}, {@code down}, {@code failed} or {@code stopped}. */
    public static String label(Health health) {
        return verdictOf(health).name().toLowerCase(Locale.ROOT);
    }

    /** Returns the verdict of a health word. A bare {@code failed} is another form of the verdict {@code failed}. */
    private static Health verdictOf(Health health) {
        return health == Health.REPORT_ONLY ? Health.FAILED : health;
    }
}
