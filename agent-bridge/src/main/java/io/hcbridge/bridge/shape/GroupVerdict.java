/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.shape;

import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes the verdict of a group from those of its members. The members are ordered from the best to the worst, and only the best ones
 * count: as many as the group needs. Among these, the group has the worst health, the strongest admin state and the lowest weight.
 */
public final class GroupVerdict {
    private static final int FULL_WEIGHT = 100;

    private static final Comparator<Member> BEST_FIRST = Comparator.<Member>comparingInt(
                    member -> rank(member.health()))
            .thenComparingInt(member -> strength(member.verdict().admin()))
            .thenComparingInt(member -> -member.weight());

    private GroupVerdict() {}

    /**
     * A member of a group.
     *
     * @param verdict what counts for this member. The health {@link Health#REPORT_ONLY} means that nothing is known
     */
    public record Member(String name, Verdict verdict) {
        private Health health() {
            return verdict.health();
        }

        private int weight() {
            return verdict.capacity().weight().orElse(FULL_WEIGHT);
        }
    }

    /**
     * Returns the verdict of a group.
     *
     * @param needed number of members that must be up, 1 to the number of members
     */
    public static Verdict of(List<Member> members, int needed) {
        if (needed < 1 || needed > members.size()) {
            throw new IllegalArgumentException("needed: " + needed + " must be 1 to " + members.size());
        }
        List<Member> counted = members.stream().sorted(BEST_FIRST).limit(needed).toList();
        Member worst = counted.get(needed - 1);
        return new Verdict(
                worst.health(),
                strongest(counted),
                new Capacity(lowest(counted), OptionalInt.empty()),
                reason(worst),
                false);
    }

    private static Optional<Admin> strongest(List<Member> counted) {
        return counted.stream()
                .map(member -> member.verdict().admin())
                .max(Comparator.comparingInt(GroupVerdict::strength))
                .orElseThrow();
    }

    /** Returns the lowest weight. It is empty if no member has one, because HAProxy's own weight must not be changed then. */
    private static OptionalInt lowest(List<Member> counted) {
        boolean isSet = counted.stream()
                .anyMatch(member -> member.verdict().capacity().weight().isPresent());
        return isSet ? counted.stream().mapToInt(Member::weight).min() : OptionalInt.empty();
    }

    /** Returns the reason with the member's name. A member that is in service needs no reason. */
    private static Reason reason(Member worst) {
        String text = worst.verdict().reason().text();
        boolean isInService =
                worst.health() == Health.UP && worst.verdict().admin().isEmpty();
        if (text.isEmpty()) {
            return isInService ? Reason.NONE : Reason.of(worst.name());
        }
        return Reason.of(worst.name() + ": " + text);
    }

    private static int rank(Health health) {
        return switch (health) {
            case UP -> 0;
            case REPORT_ONLY -> 1;
            case STOPPED -> 2;
            case DOWN -> 3;
            case FAILED -> 4;
        };
    }

    private static int strength(Optional<Admin> admin) {
        return admin.isEmpty()
                ? 0
                : switch (admin.get()) {
                    case READY -> 0;
                    case DRAIN -> 1;
                    case MAINT -> 2;
                };
    }
}
