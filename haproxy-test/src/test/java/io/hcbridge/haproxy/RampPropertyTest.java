/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.override.Clocks;
import io.hcbridge.bridge.override.InMemoryStateStore;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.override.ReplyRules;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.shape.Ramp;
import io.hcbridge.protocol.agent.AgentReply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of one target with a ramp of 20 s from 10 %, against the model of HAProxy. Each step is one second. Two HAProxies poll
 * the bridge; it is restarted and killed.
 */
class RampPropertyTest {
    private static final int STEPS = 20_000;
    private static final int LENGTH = 20;
    private static final int FROM = 10;
    private static final ReplyRules RULES =
            new ReplyRules(OptionalInt.empty(), false, Optional.of(new Ramp(Duration.ofSeconds(LENGTH), FROM)));
    private static final List<String> LINES =
            List.of("up", "up", "up", "up", "down", "stopped", "drain up", "maint up");

    private final InMemoryStateStore store = new InMemoryStateStore();
    private final Poller often = new Poller("10.0.0.1", 1);
    private final Poller seldom = new Poller("10.0.0.2", 3);

    private long second;
    private ReplyComposer bridge = load();
    /** Whether the last reply took the server out. Empty if the bridge does not know it. */
    private Optional<Boolean> isOut = Optional.empty();

    private OptionalLong begin = OptionalLong.empty();
    private int ramps;
    private int completed;

    /** One HAProxy. */
    private static final class Poller {
        private final String address;
        private final int interval;
        private final HaproxyModel model = new HaproxyModel();
        private long ramp = -1;
        private int lastWeight;

        Poller(String address, int interval) {
            this.address = address;
            this.interval = interval;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void weightIsThatOfTheRampAndNeverFallsAndEndsAt100(long seed) throws Exception {
        Random random = new Random(seed);
        AgentReply line = AgentReply.parse("up");
        for (int step = 0; step < STEPS; step++) {
            second++;
            switch (random.nextInt(40)) {
                case 0, 1 -> line = AgentReply.parse(LINES.get(random.nextInt(LINES.size())));
                case 2 -> restart(true);
                case 3 -> restart(false);
                default -> {
                    for (Poller poller : List.of(often, seldom)) {
                        if (second % poller.interval == 0) {
                            poll(poller, line, "seed " + seed + ", step " + step);
                        }
                    }
                }
            }
        }
        assertThat(ramps).as("ramps").isGreaterThan(100);
        assertThat(completed).as("completed ramps").isGreaterThan(20);
    }

    private void poll(Poller poller, AgentReply said, String when) throws Exception {
        boolean wasOut = isOut.orElse(false);
        isOut = Optional.of(!said.render().equals("up\n"));
        if (isOut.get()) {
            begin = OptionalLong.empty();
        } else if (wasOut) {
            begin = OptionalLong.of(second);
            ramps++;
        } else if (begin.isPresent() && second - begin.getAsLong() >= LENGTH) {
            begin = OptionalLong.empty();
            completed++;
        }
        Verdict verdict = Verdict.reported(said).orElseThrow();
        AgentReply reply = bridge.reply("orders", verdict, poller.address, RULES);
        poller.model.take(AgentReply.parse(reply.render().strip()));
        check(poller, reply, when);
    }

    private void check(Poller poller, AgentReply reply, String when) {
        HaproxyModel model = poller.model;
        if (isOut.orElse(false)) {
            assertThat(model.running() && model.admin().equals("ready"))
                    .as(when)
                    .isFalse();
            assertThat(reply.capacity().weight().orElse(100)).as(when).isEqualTo(100);
            return;
        }
        assertThat(model.running() && model.admin().equals("ready")).as(when).isTrue();
        if (begin.isEmpty()) {
            assertThat(model.weight()).as(when).isEqualTo(100);
            return;
        }
        long elapsed = second - begin.getAsLong();
        assertThat(model.weight()).as(when).isEqualTo((int) (FROM + (100 - FROM) * elapsed / LENGTH));
        boolean isSameRamp = poller.ramp == begin.getAsLong();
        assertThat(model.weight()).as(when).isGreaterThanOrEqualTo(isSameRamp ? poller.lastWeight : FROM);
        poller.ramp = begin.getAsLong();
        poller.lastWeight = model.weight();
    }

    /** @param isOrderly whether the bridge saves its last changes */
    private void restart(boolean isOrderly) {
        if (isOrderly) {
            bridge.save();
        }
        bridge = load();
        isOut = Optional.empty();
    }

    private ReplyComposer load() {
        Clocks clocks = new Clocks(
                () -> Instant.ofEpochSecond(2_000_000_000 + second),
                () -> Duration.ofSeconds(second).toNanos());
        try {
            return ReplyComposer.load(store, clocks, Duration.ofSeconds(9), Set.of("orders"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
