/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.protocol.health.HealthKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When checks run, and what their results mean, by a clock that the test moves. */
final class ScheduledChecksTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualThreads threads = new ManualThreads();
    private final HealthRegistry registry = new HealthRegistry(threads);
    private final List<String> events = new ArrayList<>();

    private String failure = "";
    private int runs;
    private Duration takes = Duration.ZERO;

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void scheduledCheckRunsAtOnceAndAfterEachInterval() {
        add(db().every(Duration.ofSeconds(5)));
        threads.run();
        assertThat(runs).isEqualTo(1);

        threads.advance(Duration.ofSeconds(4));
        assertThat(runs).isEqualTo(1);
        threads.advance(Duration.ofSeconds(1));
        assertThat(runs).isEqualTo(2);
        threads.advance(Duration.ofSeconds(50));
        assertThat(runs).isEqualTo(12);
    }

    @Test
    void requestsDoNotRunAScheduledCheckAndDoNotWait() {
        add(db().every(Duration.ofSeconds(5)));
        assertThat(ask().reason()).isEqualTo("db: no result yet");
        threads.run();
        for (int i = 0; i < 100; i++) {
            assertThat(ask().isUp()).isTrue();
        }
        assertThat(runs).isEqualTo(1);
    }

    @Test
    void failingCheckHasItsOwnInterval() {
        failure = "no route";
        add(db().every(Duration.ofSeconds(5)).everyWhileFailing(SECOND).recoverAfter(2));
        threads.advance(Duration.ofSeconds(3));
        assertThat(runs).isEqualTo(4);

        failure = "";
        threads.advance(Duration.ofSeconds(1));
        assertThat(ask().reason()).as("recovering").isEqualTo("db: no route");
        threads.advance(Duration.ofSeconds(1));
        assertThat(ask().isUp()).isTrue();
        assertThat(runs).isEqualTo(6);
        threads.advance(Duration.ofSeconds(5));
        assertThat(runs).isEqualTo(7);
    }

    @Test
    void failuresBelowTheNumberChangeNothing() {
        add(db().every(SECOND).failAfter(3));
        threads.run();
        failure = "slow";
        threads.advance(Duration.ofSeconds(2));
        assertThat(state()).isEqualTo("UP");
        failure = "";
        threads.advance(SECOND);
        failure = "slow";
        threads.advance(Duration.ofSeconds(2));
        assertThat(state()).isEqualTo("UP");
        threads.advance(SECOND);
        assertThat(state()).isEqualTo("DOWN slow");
    }

    @Test
    void checkIsUnknownUntilItsFirstResultUnlessItIsInitiallyUp() {
        add(db().every(SECOND));
        registry.add(Check.critical("other", () -> {
                    throw new IOException("gone");
                })
                .every(SECOND)
                .initiallyUp()
                .failAfter(2));
        assertThat(state()).isEqualTo("UNKNOWN no result yet");
        assertThat(registry.state("other").orElseThrow().isUp()).isTrue();
        threads.run();
        assertThat(registry.state("other").orElseThrow().isUp()).isTrue();
        threads.advance(SECOND);
        assertThat(registry.state("other").orElseThrow().reason()).isEqualTo("gone");
    }

    @Test
    void oldResultIsNotUsedAndTheNextOneDecidesAlone() {
        add(db().every(SECOND).maxStale(Duration.ofSeconds(3)).recoverAfter(5).failAfter(5));
        threads.run();
        threads.starve(true);
        threads.advance(Duration.ofSeconds(3));
        assertThat(state()).isEqualTo("UP");
        threads.pass(Duration.ofNanos(1));
        assertThat(state()).isEqualTo("UNKNOWN no result for 3s");
        assertThat(ask().isUp()).isFalse();

        threads.starve(false);
        threads.run();
        assertThat(state()).isEqualTo("UP");
        assertThat(events)
                .containsExactly(
                        "db UNKNOWN -> UP", "db UP -> UNKNOWN no result for 3s", "db UNKNOWN no result for 3s -> UP");
    }

    @Test
    void resultIsUsedAgainWithinItsTime() {
        add(db().cacheFor(Duration.ofSeconds(2)));
        askAndRun();
        threads.pass(Duration.ofSeconds(2).minusNanos(1));
        askAndRun();
        assertThat(runs).isEqualTo(1);
        threads.pass(Duration.ofNanos(1));
        askAndRun();
        assertThat(runs).isEqualTo(2);
    }

    @Test
    void checkOfTheStartRunsUntilItHasPassedOnce() {
        failure = "loading";
        add(db().startup());
        assertThat(askAndRun(HealthKind.STARTUP).reason()).isEqualTo("db: loading");
        assertThat(askAndRun(HealthKind.READINESS).isUp()).isFalse();
        assertThat(askAndRun(HealthKind.LIVENESS).isUp()).isTrue();
        failure = "";
        assertThat(askAndRun(HealthKind.STARTUP).isUp()).isTrue();
        failure = "loading again";
        assertThat(askAndRun(HealthKind.STARTUP).isUp()).isTrue();
        assertThat(runs).isEqualTo(3);
    }

    @Test
    void scheduledCheckOfTheStartEndsItsSchedule() {
        add(db().startup().every(SECOND));
        threads.advance(Duration.ofDays(1));
        assertThat(runs).isEqualTo(1);
        assertThat(state()).isEqualTo("UP");
    }

    @Test
    void checkOfTheStartThatIsInitiallyUpRunsUntilItHasPassed() {
        failure = "loading";
        add(db().startup().every(SECOND).initiallyUp().failAfter(3));
        threads.advance(Duration.ofSeconds(10));
        assertThat(state()).isEqualTo("DOWN loading");
        failure = "";
        threads.advance(Duration.ofDays(1));
        assertThat(state()).isEqualTo("UP");
    }

    @Test
    void eachKindIsDecidedByItsChecksAndReadinessByAll() {
        registry.add(Check.critical("loop", ScheduledChecksTest::fail).liveness())
                .add(Check.critical("db", ScheduledChecksTest::fail))
                .add(Check.critical("load", ScheduledChecksTest::fail).startup());
        assertThat(askAndRun(HealthKind.LIVENESS).reason()).isEqualTo("loop: gone");
        assertThat(askAndRun(HealthKind.STARTUP).reason()).isEqualTo("load: gone");
        assertThat(askAndRun(HealthKind.READINESS).reason()).isEqualTo("loop: gone; db: gone; load: gone");
    }

    @Test
    void dependentCheckIsNotRunWhileItsDependencyFails() {
        failure = "no route";
        add(db());
        List<String> dependentRuns = new ArrayList<>();
        registry.add(Check.critical("orders", () -> dependentRuns.add("orders")).dependsOn("db"));
        registry.add(Check.critical("report", () -> dependentRuns.add("report")).dependsOn("orders"));

        assertThat(askAndRun(HealthKind.READINESS).reason()).isEqualTo("db: no route");
        assertThat(registry.state("orders").orElseThrow().reason()).isEqualTo("needs db");
        assertThat(registry.state("report").orElseThrow().reason()).isEqualTo("needs orders");
        assertThat(dependentRuns).isEmpty();
        assertThat(runs).isEqualTo(1);

        failure = "";
        assertThat(askAndRun(HealthKind.READINESS).isUp()).isTrue();
        assertThat(dependentRuns).containsExactly("orders", "report");
        assertThat(runs).isEqualTo(2);
    }

    @Test
    void dependencyThatIsOnlyDegradedIsNamed() {
        registry.add(Check.degraded("cache", ScheduledChecksTest::fail))
                .add(Check.critical("search", () -> {}).dependsOn("cache"));
        assertThat(askAndRun(HealthKind.READINESS).reason()).isEqualTo("search: needs cache");
    }

    @Test
    void dependentCheckWaitsForTheFirstResultOfAScheduledDependency() {
        add(db().every(SECOND));
        registry.add(Check.critical("orders", () -> {}).dependsOn("db"));
        assertThat(askAndRun(HealthKind.READINESS).isUp()).isTrue();
    }

    @Test
    void degradedCheckKeepsTheServiceUpWithTheLowestWeight() {
        registry.add(Check.degraded("cache", ScheduledChecksTest::fail).weight(50))
                .add(Check.degraded("search", ScheduledChecksTest::fail).weight(20))
                .add(Check.degraded("mail", ScheduledChecksTest::fail));
        HealthReport report = askAndRun(HealthKind.READINESS);
        assertThat(report.isUp()).isTrue();
        assertThat(report.isDegraded()).isTrue();
        assertThat(report.reason()).isEqualTo("cache: gone; search: gone; mail: gone");
        assertThat(report.weight()).hasValue(20);
    }

    @Test
    void heartbeatPassesWhileTheBeatsAreRecent() {
        Heartbeat heartbeat = new Heartbeat(Duration.ofSeconds(30), threads::nanoTime);
        registry.add(Check.critical("importer", heartbeat));
        threads.pass(Duration.ofSeconds(30));
        assertThat(askAndRun(HealthKind.READINESS).isUp()).isTrue();
        threads.pass(Duration.ofSeconds(1));
        assertThat(askAndRun(HealthKind.READINESS).reason())
                .isEqualTo("importer: no heartbeat for 31 s, expected every 30s");
        heartbeat.beat();
        assertThat(askAndRun(HealthKind.READINESS).isUp()).isTrue();
    }

    @Test
    void eachChangeOfAStatusIsNotifiedOnceWithItsTime() {
        add(db().every(SECOND));
        threads.run();
        failure = "no route";
        threads.advance(Duration.ofSeconds(3));
        failure = "no answer";
        threads.advance(SECOND);
        failure = "";
        threads.advance(Duration.ofSeconds(2));
        assertThat(events).containsExactly("db UNKNOWN -> UP", "db UP -> DOWN no route", "db DOWN no answer -> UP");
        assertThat(registry.state("db").orElseThrow().since())
                .isEqualTo(Instant.EPOCH.plusSeconds(5).minusNanos(1));
    }

    @Test
    void dataOfTheLastRunIsShownAlsoIfItFailed() {
        registry.add(Check.critical("pool", data -> {
            data.put("free", 3).put("host", "db1\n").put("primary", true);
            throw new IOException("gone");
        }));
        askAndRun();
        assertThat(registry.state("pool").orElseThrow().data()).hasToString("{free=3, host=db1, primary=true}");
    }

    @Test
    void totalsCountRunsFailuresAndTime() {
        takes = Duration.ofMillis(20);
        add(db());
        askAndRun();
        failure = "slow";
        askAndRun();
        assertThat(registry.statistics("db")).contains(new CheckStatistics(2, 1, Duration.ofMillis(40)));
        assertThat(registry.statistics("other")).isEmpty();
    }

    @Test
    void removedCheckLeavesNoTimer() {
        for (int i = 0; i < 1000; i++) {
            registry.add(Check.critical("c" + i, () -> {}).every(Duration.ofDays(1)));
            threads.run();
            assertThat(registry.remove("c" + i)).isTrue();
        }
        assertThat(threads.pendingTimers()).isZero();
        assertThat(registry.remove("c0")).isFalse();
        assertThat(ask().checks()).isEmpty();
    }

    private Check db() {
        return Check.critical("db", () -> {
            runs++;
            threads.pass(takes);
            if (!failure.isEmpty()) {
                throw new IOException(failure);
            }
        });
    }

    private void add(Check check) {
        registry.addListener((before, after) -> events.add(after.name() + " " + text(before) + " -> " + text(after)));
        registry.add(check);
    }

    private String state() {
        return text(registry.state("db").orElseThrow()).replaceAll("^UNKNOWN$", "UNKNOWN no result yet");
    }

    private static String text(CheckState state) {
        String reason = state.reason().equals("no result yet") ? "" : state.reason();
        return (state.status() + " " + reason).strip();
    }

    private HealthReport ask() {
        return registry.check(HealthKind.READINESS).toCompletableFuture().join();
    }

    private HealthReport askAndRun() {
        return askAndRun(HealthKind.READINESS);
    }

    private HealthReport askAndRun(HealthKind kind) {
        CompletionStage<HealthReport> report = registry.check(kind);
        threads.run();
        return report.toCompletableFuture().join();
    }

    private static void fail() throws IOException {
        throw new IOException("gone");
    }
}
