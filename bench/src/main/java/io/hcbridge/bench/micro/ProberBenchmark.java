/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench.micro;

import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Prober;
import io.hcbridge.bridge.probe.Verdict;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** Measures the bridge's overhead for one probe: sharing of a running probe, metrics, detection of a change. The probe does nothing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class ProberBenchmark {
    private final BridgeMetrics metrics = new BridgeMetrics(InstantSource.system(), System::nanoTime, "bench");
    private final Prober prober =
            new Prober("t42", new AlwaysUp(), UnaryOperator.identity(), metrics.target("t42"), System::nanoTime);

    @TearDown
    public void close() {
        metrics.close();
    }

    @Benchmark
    public void proberAsk(Blackhole blackhole) {
        prober.ask(blackhole::consume);
    }

    private static final class AlwaysUp implements Probe {
        @Override
        public void start(Consumer<ProbeResult> done) {
            done.accept(Verdict.UP);
        }

        @Override
        public String describeLast() {
            return "no socket";
        }
    }
}
