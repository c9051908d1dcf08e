/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.haproxy.HaproxyConfig;
import io.hcbridge.haproxy.HaproxyProcess;
import io.hcbridge.haproxy.SampleServiceProcess;
import io.hcbridge.haproxy.ServerState;
import io.hcbridge.ipc.health.HealthServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HAProxy's state of servers whose services are probed in the background, with fall: 3. */
@Timeout(150)
class StabilityIT {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(15);
    /** fall × max(fast-interval, timeout), the current interval, and one poll with one that has already started. */
    private static final Duration DOWN_LIMIT =
            Duration.ofMillis(3 * 300).plusMillis(100).plus(POLL).plus(POLL);

    /** More than 3 × interval + timeout of each target. */
    private static final Duration PAUSE = LongForm.choose(Duration.ofSeconds(1), Duration.ofSeconds(10));

    private static final Duration FAILING = LongForm.choose(Duration.ofSeconds(1), Duration.ofSeconds(60));
    private static final int FAILURES = 12;
    private static final int ONE_IN = 20;

    @TempDir
    Path directory;

    private final AtomicInteger probes = new AtomicInteger();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private SampleServiceProcess payments;
    private BridgeProcess bridge;
    private HaproxyProcess haproxy;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectory(directory.resolve("orders"));
        parts.push(HealthServer.builder().directory(directory.resolve("orders")).start(this::failOnceInTwenty));
        payments = SampleServiceProcess.start("payments", directory.resolve("payments"));
        parts.push(payments);
        payments.awaitStarted();
        Path config = Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent: {reply-deadline: 400ms}
                targets:
                  orders:   {directory: %1$s/orders, interval: 20ms, timeout: 300ms, fall: 3}
                  payments: {directory: %1$s/payments, interval: 100ms, fast-interval: 50ms, timeout: 300ms, fall: 3}
                """.formatted(directory));
        bridge = BridgeProcess.start(Homes.hcbridge(), directory.resolve("bridge.log"), List.of("--config=" + config));
        parts.push(bridge);
        HaproxyConfig haproxyConfig = new HaproxyConfig();
        for (String target : List.of("orders", "payments")) {
            haproxyConfig
                    .backend("shop")
                    .server(target, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))
                    .weight(100)
                    .agent(bridge.agent())
                    .agentSend(target)
                    .agentInter(POLL);
        }
        haproxy = HaproxyProcess.start(haproxyConfig);
        parts.push(haproxy);
        awaitReplies("orders", 2);
        awaitReplies("payments", 2);
        assertThat(server("payments").isUp()).isTrue();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable part : parts) {
            part.close();
        }
    }

    private void failOnceInTwenty() {
        if (probes.incrementAndGet() % ONE_IN == 0) {
            throw new IllegalStateException("intended");
        }
    }

    @Test
    void oneFailedProbeInTwentyChangesNothing() {
        long begun = System.nanoTime();
        Await.until(
                "failed probes",
                FAILING.plusSeconds(30),
                () -> probes.get() >= FAILURES * ONE_IN && System.nanoTime() - begun >= FAILING.toNanos());
        awaitReplies("orders", 2);
        assertNeverDown("orders");
    }

    @Test
    void killedServiceIsDownAfterItsRowOfFailures() throws Exception {
        payments.kill();
        Await.until("payments to be DOWN", DOWN_LIMIT, () -> !server("payments").isUp());
        assertThat(haproxy.log()).contains("shop/payments is DOWN");
        payments.restart();
        Await.until("payments to be UP", SOON, () -> server("payments").isUp());
    }

    @Test
    void pauseOfTheBridgeChangesNothing() throws Exception {
        bridge.signal("STOP");
        try {
            long paused = System.nanoTime();
            Await.until(
                    "a pause in which results become stale and checks time out",
                    SOON,
                    () -> System.nanoTime() - paused > PAUSE.toNanos() && timedOut("payments") && timedOut("orders"));
        } finally {
            bridge.signal("CONT");
        }
        awaitReplies("payments", 5);
        awaitReplies("orders", 5);
        assertNeverDown("payments");
        assertNeverDown("orders");
    }

    private boolean timedOut(String target) {
        return server(target).agentStatus().endsWith("TOUT");
    }

    /** Waits for further replies with the verdict up. */
    private void awaitReplies(String target, int number) {
        double before = replies(target);
        Await.until("replies to checks of " + target, SOON, () -> replies(target) >= before + number);
    }

    private double replies(String target) {
        return bridge.metrics()
                .sample("hcbridge_replies_total{target=\"" + target + "\",verdict=\"up\"}")
                .orElse(0);
    }

    private void assertNeverDown(String target) {
        assertThat(server(target).isUp()).isTrue();
        assertThat(haproxy.log()).doesNotContain("shop/" + target + " is DOWN");
        assertThat(bridge.log()).doesNotContain("target " + target + ": up ->");
    }

    private ServerState server(String target) {
        return haproxy.stats().server("shop", target);
    }
}
