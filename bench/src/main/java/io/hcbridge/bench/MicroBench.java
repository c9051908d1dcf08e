/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.bench.micro.CodecBenchmark;
import io.hcbridge.bench.micro.ProberBenchmark;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures the parts of the hot path that have no I/O, with JMH. Takes about a minute. */
final class MicroBench {
    static final List<String> HEADINGS = List.of("part", "time", "spread", "allocated");

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private MicroBench() {}

    /** Returns the rows of a table with {@link #HEADINGS}. */
    static List<List<String>> run() {
        Options options = new OptionsBuilder()
                .include(CodecBenchmark.class.getName())
                .include(ProberBenchmark.class.getName())
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(5)
                .measurementTime(TimeValue.milliseconds(500))
                .timeUnit(TimeUnit.NANOSECONDS)
                .addProfiler("gc")
                .verbosity(VerboseMode.SILENT)
                .build();
        try {
            Collection<RunResult> results = new Runner(options).run();
            return results.stream().map(MicroBench::cells).toList();
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH: " + e.getMessage(), e);
        }
    }

    private static List<String> cells(RunResult result) {
        Result<?> time = result.getPrimaryResult();
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        return List.of(
                time.getLabel(),
                text("%.1f ns", time.getScore()),
                text("%.1f", time.getStatistics().getMin())
                        + text(" to %.1f ns", time.getStatistics().getMax()),
                allocated == null ? "" : text("%.0f B", allocated.getScore()));
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
