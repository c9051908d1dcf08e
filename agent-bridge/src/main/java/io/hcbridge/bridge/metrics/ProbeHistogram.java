/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/** Durations of probes, counted in buckets. Takes about 200 bytes, because each target has one. Thread-safe. */
final class ProbeHistogram {
    /** Bucket limits from 0.1 ms, a fast service, to one hour, the longest reply deadline, in tenths of a millisecond. */
    private static final int[] TENTHS = {
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 600_000, 36_000_000
    };

    private static final long TENTH_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    static final int BUCKETS = TENTHS.length;

    /** By bucket; the last one counts the durations above all limits. */
    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS + 1);

    private final AtomicLong sumNanos = new AtomicLong();

    /** Returns all limits. */
    static Duration[] limits() {
        return IntStream.range(0, BUCKETS)
                .mapToObj(bucket -> Duration.ofNanos(limitNanos(bucket)))
                .toArray(Duration[]::new);
    }

    /** Returns the limit of a bucket. Durations up to it, and not above the one before, are counted there. */
    static long limitNanos(int bucket) {
        return TENTHS[bucket] * TENTH_NANOS;
    }

    void record(long nanos) {
        int bucket = 0;
        while (bucket < BUCKETS && nanos > limitNanos(bucket)) {
            bucket++;
        }
        counts.incrementAndGet(bucket);
        sumNanos.addAndGet(nanos);
    }

    void addAll(ProbeHistogram other) {
        for (int bucket = 0; bucket <= BUCKETS; bucket++) {
            counts.addAndGet(bucket, other.count(bucket));
        }
        sumNanos.addAndGet(other.sumNanos());
    }

    /** @param bucket {@link #BUCKETS} for the durations above all limits */
    long count(int bucket) {
        return counts.get(bucket);
    }

    long sumNanos() {
        return sumNanos.get();
    }
}
