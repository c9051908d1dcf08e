/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.protocol.health.HealthKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a registry logs. The logger of the JDK has no thread of its own, so a handler sees all lines. */
@Timeout(60)
final class CheckLogTest {
    private static final Logger LOGGER = Logger.getLogger(HealthRegistry.class.getName());

    /** Registries of other tests use the same logger, and may still log. */
    private final String name = "logged" + System.nanoTime();

    private final List<LogRecord> lines = new CopyOnWriteArrayList<>();
    private final CountDownLatch testIsOver = new CountDownLatch(1);
    private final HealthRegistry registry = new HealthRegistry();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getMessage().startsWith("check " + name + ":")) {
                lines.add(line);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void end() {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
        testIsOver.countDown();
        registry.close();
    }

    @Test
    void eachChangeIsLoggedOnceAndAFailureWithItsStackTrace() {
        AtomicBoolean fails = new AtomicBoolean();
        registry.add(Check.critical(name, () -> {
            if (fails.get()) {
                throw new IOException("no\nroute");
            }
        }));
        ask(3);
        fails.set(true);
        ask(3);
        fails.set(false);
        ask(3);
        awaitLines(2);
        assertThat(lines)
                .extracting(LogRecord::getMessage)
                .containsExactly("check " + name + ": up -> down: no route", "check " + name + ": down -> up");
        assertThat(lines.get(0).getLevel()).isEqualTo(Level.WARNING);
        assertThat(lines.get(0).getThrown()).isInstanceOf(IOException.class).hasMessage("no\nroute");
        assertThat(lines.get(1).getLevel()).isEqualTo(Level.INFO);
        assertThat(lines.get(1).getThrown()).isNull();
    }

    @Test
    void overrunIsLoggedOnceWithTheStackOfTheThread() {
        registry.add(Check.critical(name, this::hangHere).timeout(Duration.ofMillis(20)));
        ask(3);
        awaitLines(1);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).getMessage())
                .isEqualTo("check " + name + ": unknown -> down: still running after 20ms");
        assertStackIsThatOfTheCheck(lines.get(0));
    }

    @Test
    void overrunThatChangesNoStatusIsLoggedToo() {
        registry.add(Check.critical(name, this::hangHere)
                .every(Duration.ofMillis(1))
                .timeout(Duration.ofMillis(20))
                .initiallyUp()
                .failAfter(3));
        awaitLines(2);
        assertThat(lines.get(0).getMessage()).isEqualTo("check " + name + ": over its limit");
        assertStackIsThatOfTheCheck(lines.get(0));
        assertThat(lines.get(1).getMessage()).isEqualTo("check " + name + ": up -> down: still running after 20ms");
    }

    private static void assertStackIsThatOfTheCheck(LogRecord line) {
        assertThat(line.getThrown())
                .hasMessageContaining("the check exceeded its limit of 20ms; stack of its thread '");
        assertThat(line.getThrown().getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("hangHere"));
    }

    private void hangHere() {
        while (testIsOver.getCount() > 0) {
            try {
                testIsOver.await();
            } catch (InterruptedException ignored) {
                // A check that ignores its interrupt is the worst case.
            }
        }
    }

    private void ask(int times) {
        for (int i = 0; i < times; i++) {
            registry.check(HealthKind.READINESS).toCompletableFuture().join();
        }
    }

    private void awaitLines(int count) {
        while (lines.size() < count) {
            Thread.onSpinWait();
        }
    }
}
