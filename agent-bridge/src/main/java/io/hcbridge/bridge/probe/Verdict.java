/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.util.Optional;

/**
 * What a probe found out about a service.
 *
 * @param health {@link Health#FAILED} where nothing could be found out
 * @param admin what the service says of itself, drain or maint
 * @param capacity what the service says of itself
 * @param isWithdrawn whether the service has withdrawn, with health {@link Health#FAILED}: nothing says where it could be asked. It was
 *     stopped on purpose or has never started; a service that was killed leaves its {@code .hc-socket} behind
 * @param isHealthOnly whether the service was asked for its health alone, although it may have more to say: the absence of an admin state
 *     and of a capacity means nothing
 */
public record Verdict(
        Health health,
        Optional<Admin> admin,
        Capacity capacity,
        Reason reason,
        boolean isWithdrawn,
        boolean isHealthOnly)
        implements ProbeResult {
    public static final Verdict UP = plain(Health.UP, Reason.NONE);

    public Verdict {
        if (health == Health.REPORT_ONLY) {
            throw new IllegalArgumentException("health: REPORT_ONLY is a way to render a verdict, not a verdict");
        }
        if (admin.equals(Optional.of(Admin.READY))) {
            throw new IllegalArgumentException("admin: a service is draining, in maintenance, or says nothing");
        }
    }

    /** A verdict on all axes. */
    public Verdict(Health health, Optional<Admin> admin, Capacity capacity, Reason reason, boolean isWithdrawn) {
        this(health, admin, capacity, reason, isWithdrawn, false);
    }

    /** Returns this verdict as the answer to a {@code ping} of a service that did not answer {@code status}, but may do so. */
    public Verdict healthOnly() {
        return new Verdict(health, admin, capacity, reason, isWithdrawn, true);
    }

    /** The service answered that it is not well; {@code text} are its own words. */
    public static Verdict down(String text) {
        return plain(Health.DOWN, Reason.of(text));
    }

    /** The service gave no answer that counts; {@code what} says what happened instead. */
    public static Verdict failed(String what) {
        return plain(Health.FAILED, Reason.of(what));
    }

    /**
     * The service answered on all axes. Its {@code ready} is no more than the absence of {@code drain} and {@code maint}: whether HAProxy
     * is sent a {@code ready} is the bridge's affair.
     *
     * @return empty if the line says nothing of health
     */
    public static Optional<Verdict> reported(AgentReply line) {
        return line.health()
                .filter(health -> health != Health.REPORT_ONLY)
                .map(health -> new Verdict(
                        health, line.admin().filter(a -> a != Admin.READY), line.capacity(), line.reason(), false));
    }

    /** The service cannot be asked since it has withdrawn, or has never started; {@code what} says what is missing. */
    public static Verdict withdrawn(String what) {
        return new Verdict(Health.FAILED, Optional.empty(), Capacity.NONE, Reason.of(what), true);
    }

    private static Verdict plain(Health health, Reason reason) {
        return new Verdict(health, Optional.empty(), Capacity.NONE, reason, false);
    }
}
