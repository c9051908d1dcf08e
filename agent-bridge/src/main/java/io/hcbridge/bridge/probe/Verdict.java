/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.util.Optional;

/**
 * The verdict of a probe about a service.
 *
 * @param health {@link Health#FAILED} if the probe could not determine the health; {@link Health#REPORT_ONLY} if nothing is known and
 *     HAProxy must keep its state
 * @param admin drain or maint, if the service reported it
 * @param capacity weight and connection limit, if the service reported them
 * @param reason the reason that the service reported, or what failed
 * @param isWithdrawn whether the service has withdrawn its {@code .hc-socket}; {@code health} is {@link Health#FAILED} then. The service
 *     was stopped on purpose or has never started. A service that was killed leaves its {@code .hc-socket} behind
 * @param isHealthOnly whether the service was queried only for its health, although it may support more. An absent admin state or capacity
 *     then has no meaning
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

    /** The verdict before the first report of a service. There is nothing to show, so the reply has no health word. */
    public static final Verdict NOTHING_KNOWN =
            new Verdict(Health.REPORT_ONLY, Optional.empty(), Capacity.NONE, Reason.NONE, false, true);

    public Verdict {
        if (admin.equals(Optional.of(Admin.READY))) {
            throw new IllegalArgumentException("admin: READY must be DRAIN, MAINT or empty");
        }
    }

    /** Creates a verdict about health, admin state and capacity. */
    public Verdict(Health health, Optional<Admin> admin, Capacity capacity, Reason reason, boolean isWithdrawn) {
        this(health, admin, capacity, reason, isWithdrawn, false);
    }

    /**
     * Returns this verdict, marked as the reply to a {@code ping}. For a service that did not reply to {@code status} but may support it.
     */
    public Verdict healthOnly() {
        return new Verdict(health, admin, capacity, reason, isWithdrawn, true);
    }

    /** Returns whether this is the report of a service on its whole state, in which an absent part has a meaning. */
    public boolean isReport() {
        return !isHealthOnly && (health != Health.FAILED || admin.isPresent() || !capacity.equals(Capacity.NONE));
    }

    /** Returns the line of this verdict, for operators. */
    public String line() {
        return new AgentReply(Optional.of(health), admin, capacity, reason)
                .render()
                .strip();
    }

    /** Returns the verdict for a service that replied that it is unhealthy. {@code text} is the reason in its reply. */
    public static Verdict down(String text) {
        return plain(Health.DOWN, Reason.of(text));
    }

    /** Returns the verdict for a service without a valid reply. {@code what} describes the failure. */
    public static Verdict failed(String what) {
        return plain(Health.FAILED, Reason.of(what));
    }

    /**
     * Returns the verdict in the status reply of a service. A {@code ready} in the reply only means that the service is not in {@code
     * drain} or {@code maint}. The bridge decides whether HAProxy gets a {@code ready}.
     *
     * @return empty if the line has no health word
     */
    public static Optional<Verdict> reported(AgentReply line) {
        return line.health()
                .filter(health -> health != Health.REPORT_ONLY)
                .map(health -> new Verdict(
                        health, line.admin().filter(a -> a != Admin.READY), line.capacity(), line.reason(), false));
    }

    /** Returns the verdict for a service that has withdrawn or has never started. {@code what} describes what is missing. */
    public static Verdict withdrawn(String what) {
        return new Verdict(Health.FAILED, Optional.empty(), Capacity.NONE, Reason.of(what), true);
    }

    private static Verdict plain(Health health, Reason reason) {
        return new Verdict(health, Optional.empty(), Capacity.NONE, reason, false);
    }
}
