/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.internal.TimerQueue.Timer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link System#nanoTime()} may overflow between two timers. */
final class TimerQueueTest {
    private final TimerQueue<String> timers = new TimerQueue<>();

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000, Long.MAX_VALUE - 15, Long.MIN_VALUE, -15})
    void timersFireInTheOrderOfTheirTimes(long start) {
        timers.set(start + 20, "third");
        timers.set(start + 10, "first");
        timers.set(start + 10, "second");

        assertThat(timers.pollDue(start + 9)).isNull();
        assertThat(timers.pollDue(start + 10)).isEqualTo("first");
        assertThat(timers.pollDue(start + 10)).isEqualTo("second");
        assertThat(timers.pollDue(start + 10)).isNull();
        assertThat(timers.pollDue(start + 21)).isEqualTo("third");
        assertThat(timers.pollDue(start + 21)).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 15})
    void nextTimeIsTheEarliestTimerOrTheGivenLimit(long start) {
        assertThat(timers.nextAt(start + 5)).isEqualTo(start + 5);
        timers.set(start + 20, "late");
        assertThat(timers.nextAt(start + 19)).isEqualTo(start + 19);
        assertThat(timers.nextAt(start + 21)).isEqualTo(start + 20);
        timers.set(start + 3, "early");
        assertThat(timers.nextAt(start + 19)).isEqualTo(start + 3);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 15})
    void cancelledTimerDoesNotFireAndAnotherTimerOfTheSameTimeDoes(long start) {
        Timer<String> cancelled = timers.set(start, "same");
        timers.set(start, "same");
        timers.cancel(cancelled);
        timers.cancel(cancelled);

        assertThat(timers.pollDue(start)).isEqualTo("same");
        assertThat(timers.pollDue(start)).isNull();
    }
}
