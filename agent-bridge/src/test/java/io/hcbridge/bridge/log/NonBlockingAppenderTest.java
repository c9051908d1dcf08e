/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NonBlockingAppenderTest {
    private static final Pattern REPORT =
            Pattern.compile("log: lines dropped \\(count=(\\d+)\\): standard error was not read in time");

    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("test");
    private final GatedAppender gate = new GatedAppender();

    private NonBlockingAppender appender(int capacity, int flushMillis) {
        context.setMDCAdapter(new LogbackMDCAdapter());
        gate.setContext(context);
        gate.start();
        NonBlockingAppender appender = new NonBlockingAppender(logger, capacity, flushMillis);
        appender.addAppender(gate);
        appender.start();
        logger.addAppender(appender);
        return appender;
    }

    @AfterEach
    void stop() {
        gate.open();
        context.stop();
    }

    /** Logs {@code first} and waits until the writing thread is blocked by it and the queue is empty. */
    private void block(String first) throws InterruptedException {
        logger.info(first);
        gate.awaitLine();
    }

    private void awaitLines(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            gate.awaitLine();
        }
    }

    private void log(int from, int to) {
        IntStream.range(from, to).forEach(i -> logger.info("line {}", i));
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
    }

    private static List<String> joined(List<String> first, List<String> more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(more);
        return all;
    }

    @Test
    void loggingReturnsWhileTheOutputIsBlocked() throws Exception {
        NonBlockingAppender appender = appender(1024, 1000);
        block("first");
        long start = System.nanoTime();
        log(0, 100_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        // The output has accepted no line yet. No call can have waited for it.
        assertThat(gate.lines()).isEmpty();
        assertThat(appender.dropped()).isEqualTo(100_000 - 1023);
    }

    @Test
    void fullQueueKeepsItsLinesAndReportsTheNumberOfDroppedOnes() throws Exception {
        NonBlockingAppender appender = appender(8, 1000);
        block("first");
        log(0, 20);
        assertThat(appender.dropped()).isEqualTo(13);
        gate.permit(9);
        awaitLines(8);
        logger.info("last");
        gate.awaitLine();
        gate.open();
        appender.stop();
        assertThat(gate.lines())
                .isEqualTo(joined(
                        joined(List.of("first"), lines(0, 7)),
                        List.of("log: lines dropped (count=13): standard error was not read in time", "last")));
    }

    @Test
    void queueWithOneFreePlaceDropsNothing() throws Exception {
        NonBlockingAppender appender = appender(8, 1000);
        block("first");
        log(0, 7);
        assertThat(appender.dropped()).isZero();
        gate.open();
        appender.stop();
        assertThat(gate.lines()).isEqualTo(joined(List.of("first"), lines(0, 7)));
    }

    @Test
    void reportCountsLinesDroppedSinceThePreviousReport() throws Exception {
        NonBlockingAppender appender = appender(2, 1000);
        block("first");
        log(0, 4);
        gate.permit(3);
        awaitLines(2);
        block("second");
        log(4, 6);
        gate.open();
        appender.stop();
        assertThat(appender.dropped()).isEqualTo(4);
        assertThat(gate.lines())
                .containsExactly(
                        "first",
                        "line 0",
                        "log: lines dropped (count=3): standard error was not read in time",
                        "second",
                        "line 4",
                        "log: lines dropped (count=1): standard error was not read in time");
    }

    @Test
    void everyLineOfManyThreadsIsEitherWrittenOrCounted() throws Exception {
        NonBlockingAppender appender = appender(16, 10_000);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(new Thread(() -> log(0, 5000)));
        }
        threads.forEach(Thread::start);
        for (int permitted = 0; permitted < 2000; permitted++) {
            gate.permit(1);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        gate.open();
        appender.stop();
        long reported = 0;
        long written = 0;
        for (String line : gate.lines()) {
            Matcher report = REPORT.matcher(line);
            if (report.matches()) {
                reported += Long.parseLong(report.group(1));
            } else {
                written++;
            }
        }
        assertThat(reported).isEqualTo(appender.dropped());
        assertThat(written + reported).isEqualTo(4 * 5000);
    }

    @Test
    void stopWritesQueuedLines() throws Exception {
        NonBlockingAppender appender = appender(1024, 10_000);
        block("first");
        log(0, 500);
        gate.open();
        appender.stop();
        assertThat(gate.lines()).isEqualTo(joined(List.of("first"), lines(0, 500)));
    }

    @Test
    void stopDoesNotWaitForABlockedOutput() throws Exception {
        // The default limit of the library is 1 s.
        NonBlockingAppender appender = appender(1024, 1200);
        block("first");
        long start = System.nanoTime();
        appender.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(1200), Duration.ofSeconds(20));
        logger.info("too late");
        assertThat(gate.lines()).isEmpty();
    }

    @Test
    void queueNeedsAPlaceForTheReport() {
        assertThatThrownBy(() -> new NonBlockingAppender(logger, 1, 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity: 1 must be at least 2");
    }
}
