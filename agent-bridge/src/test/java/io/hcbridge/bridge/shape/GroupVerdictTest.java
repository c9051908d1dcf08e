/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.shape.GroupVerdict.Member;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GroupVerdictTest {
    /** The documented order of members, from the best to the worst, without weights. */
    private static final List<String> ORDER =
            List.of("up", "drain up", "maint up", "unknown", "stopped", "down", "failed");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // needed | members a, b, c | verdict
                "2 | up; up | up",
                "2 | up; down #HTTP 503 | down #b: HTTP 503",
                "1 | up; down #HTTP 503 | up",
                "1 | down #x; stopped #bye | stopped #b: bye",
                "1 | failed #x; down #y | down #b: y",
                "2 | failed #x; down #y; up | down #b: y",
                "2 | unknown #late; up; down | unknown #a: late",
                "3 | unknown #late; up; down | down #c",
                "2 | drain up #deploy 42; up | drain up #a: deploy 42",
                "1 | drain up; up | up",
                "2 | drain up; maint up; up | drain up #a",
                "3 | drain up; maint up #m; up | maint up #b: m",
                "2 | drain up; down #x | drain down #b: x",
                "2 | up 50%; up 20% | up 20%",
                "1 | up 50%; up 20% | up 50%",
                "1 | up; up 20% | up",
                "2 | up; up 20%; down | up 20%",
                "1 | up 100%; up | up 100%",
                "1 | up #note | up #a: note",
                "1 | stopped | stopped #a",
            })
    void groupHasTheWorstOfItsBestMembers(int needed, String members, String verdict) {
        List<Member> all = new ArrayList<>();
        for (String line : members.split("; ", -1)) {
            all.add(new Member(String.valueOf((char) ('a' + all.size())), verdict(line)));
        }
        assertThat(line(GroupVerdict.of(all, needed))).isEqualTo(verdict);
    }

    /** Compares the code with the documented order, for all numbers of needed members. */
    @Test
    void randomGroupsFollowTheOrder() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            int size = 1 + random.nextInt(6);
            List<Member> members = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                members.add(new Member("m" + i, any(random)));
            }
            int needed = 1 + random.nextInt(size);
            check(members, needed, GroupVerdict.of(members, needed));
        }
    }

    private static void check(List<Member> members, int needed, Verdict group) {
        List<Member> left = new ArrayList<>(members);
        List<Member> best = new ArrayList<>();
        while (best.size() < needed) {
            Member next = left.get(0);
            for (Member other : left) {
                next = isBetter(other, next) ? other : next;
            }
            left.remove(next);
            best.add(next);
        }
        List<String> healths = List.of("up", "unknown", "stopped", "down", "failed");
        int worst =
                best.stream().mapToInt(m -> healths.indexOf(health(m))).max().orElseThrow();
        String when = needed + " of " + members;
        assertThat(word(group.health())).as(when).isEqualTo(healths.get(worst));
        boolean isMaint = best.stream().anyMatch(m -> m.verdict().admin().equals(Optional.of(Admin.MAINT)));
        boolean isDrain = best.stream().anyMatch(m -> m.verdict().admin().equals(Optional.of(Admin.DRAIN)));
        Optional<Admin> admin =
                isMaint ? Optional.of(Admin.MAINT) : isDrain ? Optional.of(Admin.DRAIN) : Optional.empty();
        assertThat(group.admin()).as(when).isEqualTo(admin);
        int weight = best.stream().mapToInt(GroupVerdictTest::weight).min().orElseThrow();
        assertThat(group.capacity().weight().orElse(100)).as(when).isEqualTo(weight);
        assertThat(group.reason().text())
                .as(when)
                .startsWith(best.get(needed - 1).name());
    }

    private static boolean isBetter(Member member, Member other) {
        int rank = rank(member);
        int otherRank = rank(other);
        return rank < otherRank || (rank == otherRank && weight(member) > weight(other));
    }

    /** Returns the rank by the documented order. Members of equal health that are not up are ordered by admin state, too. */
    private static int rank(Member member) {
        Optional<Admin> admin = member.verdict().admin();
        String up = admin.map(a -> a == Admin.DRAIN ? "drain up" : "maint up").orElse("up");
        String health = health(member);
        int strength = admin.map(a -> a == Admin.DRAIN ? 1 : 2).orElse(0);
        return 10 * ORDER.indexOf(health.equals("up") ? up : health) + (health.equals("up") ? 0 : strength);
    }

    private static int weight(Member member) {
        return member.verdict().capacity().weight().orElse(100);
    }

    private static String health(Member member) {
        return word(member.verdict().health());
    }

    private static String word(Health health) {
        return switch (health) {
            case UP -> "up";
            case REPORT_ONLY -> "unknown";
            case STOPPED -> "stopped";
            case DOWN -> "down";
            case FAILED -> "failed";
        };
    }

    private static Verdict any(Random random) {
        List<Health> all = List.of(Health.values());
        Health health = all.get(random.nextInt(all.size()));
        Optional<Admin> admin = switch (random.nextInt(3)) {
            case 0 -> Optional.of(Admin.DRAIN);
            case 1 -> Optional.of(Admin.MAINT);
            default -> Optional.empty();
        };
        OptionalInt weight = random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(100)) : OptionalInt.empty();
        return new Verdict(health, admin, new Capacity(weight, OptionalInt.empty()), Reason.of("r"), false);
    }

    private static Verdict verdict(String line) {
        try {
            AgentReply reply =
                    AgentReply.parse(line.replace("unknown", "failed").replace("failed #x", "fail #x"));
            return new Verdict(reply.health().orElseThrow(), reply.admin(), reply.capacity(), reply.reason(), false);
        } catch (ProtocolException e) {
            throw new AssertionError(line, e);
        }
    }

    private static String line(Verdict verdict) {
        return new AgentReply(Optional.of(verdict.health()), verdict.admin(), verdict.capacity(), verdict.reason())
                .render()
                .strip()
                .replace("failed fail", "FAIL")
                .replace("failed", "unknown")
                .replace("FAIL", "failed");
    }

    @Test
    void numberOfNeededMembersIsChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroupVerdict.of(List.of(new Member("a", Verdict.UP)), 2))
                .withMessage("needed: 2 must be 1 to 1");
    }
}
