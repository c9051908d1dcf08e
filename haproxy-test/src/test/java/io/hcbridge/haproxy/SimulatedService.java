/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.override.ServiceReport;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A simulated service that replies, hangs or withdraws, and the state that its replies imply. */
final class SimulatedService {
    private enum Reach {
        ANSWERS,
        CANNOT_BE_ASKED,
        HAS_WITHDRAWN
    }

    private final Random random;

    private Reach reach = Reach.ANSWERS;
    private Verdict answer = Verdict.UP;

    // Implied by the last reply.
    private Optional<Admin> admin = Optional.empty();
    private OptionalInt weight = OptionalInt.empty();
    private boolean stopped;

    private int failuresWhileDrained;
    private int withdrawals;

    SimulatedService(Random random) {
        this.random = random;
    }

    /** Changes the service: it sends another reply, hangs, or withdraws. */
    void change() {
        switch (random.nextInt(5)) {
            case 0 -> reach = Reach.CANNOT_BE_ASKED;
            case 1 -> reach = Reach.HAS_WITHDRAWN;
            default -> {
                reach = Reach.ANSWERS;
                answer = anyAnswer();
            }
        }
    }

    /** Returns the result of a probe now, and records it. */
    Verdict probe() {
        return switch (reach) {
            case ANSWERS -> {
                stopped = answer.health() == Health.STOPPED;
                boolean keepsAdmin = stopped && answer.admin().isEmpty();
                admin = keepsAdmin ? admin : answer.admin();
                weight = answer.capacity().weight();
                yield answer;
            }
            case CANNOT_BE_ASKED -> {
                failuresWhileDrained += admin.isPresent() ? 1 : 0;
                yield Verdict.failed("no answer");
            }
            case HAS_WITHDRAWN -> {
                withdrawals += hasFailed() ? 0 : 1;
                yield Verdict.withdrawn("gone");
            }
        };
    }

    boolean isUp() {
        return reach == Reach.ANSWERS && answer.health() == Health.UP;
    }

    /** Returns whether the bridge must report a failure: the service does not reply, and its last reply does not explain that. */
    boolean hasFailed() {
        return switch (reach) {
            case ANSWERS -> false;
            case CANNOT_BE_ASKED -> true;
            case HAS_WITHDRAWN -> !stopped && admin.isEmpty();
        };
    }

    Optional<Admin> admin() {
        return admin;
    }

    OptionalInt weight() {
        return weight;
    }

    int failuresWhileDrained() {
        return failuresWhileDrained;
    }

    int withdrawals() {
        return withdrawals;
    }

    /** Checks the report that the bridge has saved before a crash. Only its weight may be older than the last reply. */
    void reportIsThatOf(@Nullable ServiceReport saved) {
        ServiceReport report = saved == null ? ServiceReport.NOTHING : saved;
        assertThat(report.admin()).isEqualTo(admin);
        assertThat(report.isStopped()).isEqualTo(stopped);
        weight = report.capacity().weight();
    }

    private Verdict anyAnswer() {
        Health health =
                List.of(Health.UP, Health.UP, Health.DOWN, Health.STOPPED).get(random.nextInt(4));
        Optional<Admin> said = switch (random.nextInt(4)) {
            case 0 -> Optional.of(Admin.DRAIN);
            case 1 -> Optional.of(Admin.MAINT);
            default -> Optional.empty();
        };
        OptionalInt percent = random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(100)) : OptionalInt.empty();
        return new Verdict(health, said, new Capacity(percent, OptionalInt.empty()), Reason.NONE, false);
    }
}
