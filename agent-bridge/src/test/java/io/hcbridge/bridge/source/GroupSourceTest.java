/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.shape.StabilityRules;
import io.hcbridge.bridge.source.GroupTree.Group;
import io.hcbridge.protocol.agent.Health;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Tests how a group asks its members. */
final class GroupSourceTest {
    private static final Verdict LATE = Verdict.failed("no answer within 950ms");

    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, ResultSource> leaves = new HashMap<>();
    private final Map<String, Verdict> overrides = new HashMap<>();
    private final List<ProbeResult> answers = new ArrayList<>();
    private final BridgeMetrics metrics = new BridgeMetrics(InstantSource.system(), System::nanoTime, "test");
    private final Member orders = new Member("orders");
    private final Member web = new Member("web");
    private long nanos;

    /** A target whose results the test sets. */
    private final class Member implements ResultSource {
        private final List<Consumer<ProbeResult>> waiting = new ArrayList<>();
        private int asked;

        Member(String name) {
            leaves.put(name, this);
        }

        @Override
        public void ask(Consumer<ProbeResult> callback) {
            asked++;
            waiting.add(callback);
        }

        void answer(ProbeResult result) {
            List<Consumer<ProbeResult>> served = List.copyOf(waiting);
            waiting.clear();
            served.forEach(callback -> callback.accept(result));
        }

        @Override
        public Optional<Verdict> last() {
            return Optional.empty();
        }

        @Override
        public SourceExplanation explain() {
            return new SourceExplanation("", List.of(), List.of());
        }

        @Override
        public void closeWhenIdle(Runnable closed) {
            closed.run();
        }

        @Override
        public void close() {
            answer(new BridgeFault("stopping"));
        }
    }

    private GroupSource group(String name, int needed, String... members) {
        Group group = new Group(name, List.of(members), needed);
        groups.put(name, group);
        return new GroupSource(
                GroupTree.of(group, groups, leaves),
                (member, verdict) -> overrides.getOrDefault(member, verdict),
                new ResultPipeline(
                        name, StabilityRules.NONE, UnaryOperator.identity(), metrics.target(name), () -> nanos),
                () -> nanos,
                Duration.ofSeconds(1));
    }

    @Test
    void eachMemberIsAskedOnceAndTheLastAnswerEndsTheRequest() {
        GroupSource shop = group("shop", 2, "orders", "web");
        shop.ask(answers::add);
        orders.answer(Verdict.UP);
        assertThat(answers).isEmpty();
        web.answer(Verdict.down("HTTP 503"));
        assertThat(answers).containsExactly(Verdict.down("web: HTTP 503"));
        assertThat(orders.asked).isEqualTo(1);
        assertThat(shop.last()).contains(Verdict.down("web: HTTP 503"));
        assertThat(shop.explain().probe()).isEqualTo("group, needs 2 of 2: orders up, web down (HTTP 503)");
    }

    @Test
    void targetBelowSeveralGroupsIsAskedOnce() {
        group("left", 1, "orders", "web");
        group("right", 2, "orders", "web");
        GroupSource shop = group("shop", 2, "left", "right");
        shop.ask(answers::add);
        assertThat(orders.asked).isEqualTo(1);
        assertThat(web.asked).isEqualTo(1);
        orders.answer(Verdict.UP);
        web.answer(Verdict.down("x"));
        assertThat(answers).containsExactly(Verdict.down("right: web: x"));
    }

    @Test
    void deepNestingWithManyPathsIsAnsweredAtOnce() {
        // Each group is in two others, so the number of paths doubles with each level.
        groups.put("g0", new Group("g0", List.of("orders", "web"), 1));
        groups.put("h0", new Group("h0", List.of("orders", "web"), 2));
        for (int i = 1; i < 10_000; i++) {
            List<String> below = List.of("g" + (i - 1), "h" + (i - 1));
            groups.put("g" + i, new Group("g" + i, below, 1));
            groups.put("h" + i, new Group("h" + i, below, 2));
        }
        group("top", 1, "g9999", "h9999").ask(answers::add);
        orders.answer(Verdict.UP);
        web.answer(Verdict.down("x"));
        assertThat(orders.asked).isEqualTo(1);
        assertThat(answers).containsExactly(Verdict.UP);
    }

    @Test
    void memberCountsWithItsOverrideAndAnInnerGroupDoesToo() {
        group("inner", 2, "orders", "web");
        GroupSource shop = group("shop", 1, "inner");
        overrides.put("web", Verdict.UP);
        shop.ask(answers::add);
        orders.answer(Verdict.UP);
        web.answer(Verdict.down("x"));
        overrides.put("inner", Verdict.down("set by ann"));
        shop.ask(answers::add);
        orders.answer(Verdict.UP);
        web.answer(Verdict.UP);
        assertThat(answers).containsExactly(Verdict.UP, Verdict.down("inner: set by ann"));
    }

    @Test
    void faultOfTheBridgeSaysNothingAboutAMember() {
        GroupSource shop = group("shop", 2, "orders", "web");
        shop.ask(answers::add);
        orders.answer(new BridgeFault("no descriptors"));
        web.answer(Verdict.UP);
        assertThat(answers).singleElement().isInstanceOfSatisfying(Verdict.class, verdict -> {
            assertThat(verdict.health()).isEqualTo(Health.REPORT_ONLY);
            assertThat(verdict.reason().text()).isEqualTo("orders: no descriptors");
        });
        assertThat(shop.explain().probe()).endsWith(": orders unknown (no descriptors), web up");
    }

    @Test
    void replyAtTheDeadlineHasTheResultsThatHaveArrived() {
        GroupSource all = group("all", 2, "orders", "web");
        assertThat(all.atDeadline(LATE)).isEqualTo(Verdict.failed("web: no answer within 950ms"));
        all.ask(answers::add);
        web.answer(Verdict.UP);
        nanos = Duration.ofMillis(900).toNanos();
        assertThat(all.atDeadline(LATE)).isEqualTo(Verdict.failed("orders: no answer within 950ms"));
        assertThat(group("any", 1, "orders", "web").atDeadline(LATE))
                .isEqualTo(Verdict.failed("orders: no answer within 950ms"));
        orders.answer(Verdict.UP);
        // The results of an earlier check are not those of this one.
        nanos += Duration.ofSeconds(2).toNanos();
        assertThat(all.atDeadline(LATE)).isEqualTo(Verdict.failed("web: no answer within 950ms"));
    }

    @Test
    void unknownMemberIsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> group("shop", 1, "nobody"))
                .withMessage("group shop: 'nobody' is not among the targets");
    }
}
