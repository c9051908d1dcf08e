/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.bridge.metrics.BridgeMetrics;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests how checks share one probe. */
final class ProberTest {
    /** A probe that is ended by the test. */
    private static final class Controlled implements Probe {
        private @Nullable Consumer<ProbeResult> done;
        private int started;

        @Override
        public void start(Consumer<ProbeResult> callback) {
            started++;
            done = callback;
        }

        @Override
        public String describeLast() {
            return "controlled";
        }

        void end(ProbeResult result) {
            Consumer<ProbeResult> callback = done;
            done = null;
            assertThat(callback).isNotNull();
            if (callback != null) {
                callback.accept(result);
            }
        }
    }

    private final Controlled probe = new Controlled();
    private final List<ProbeResult> results = new ArrayList<>();
    private long now = 1_000;

    @Test
    void checksDuringAProbeShareItsResult() {
        Prober prober = prober(UnaryOperator.identity());
        prober.ask(results::add);
        prober.ask(results::add);
        now += 7_000;
        probe.end(Verdict.UP);

        assertThat(results).containsExactly(Verdict.UP, Verdict.UP);
        assertThat(probe.started).isEqualTo(1);
        assertThat(prober.describeLast()).isEqualTo("controlled, in 7 µs");
    }

    @Test
    void callbackThatRequestsAgainGetsTheNextProbe() {
        Prober prober = prober(UnaryOperator.identity());
        prober.ask(first -> prober.ask(results::add));
        probe.end(Verdict.UP);
        assertThat(results).isEmpty();
        probe.end(Verdict.down("db"));

        assertThat(results).containsExactly(Verdict.down("db"));
        assertThat(probe.started).isEqualTo(2);
    }

    @Test
    void exceptionOfACallbackDoesNotAffectTheOthers() {
        Prober prober = prober(UnaryOperator.identity());
        prober.ask(result -> {
            throw new IllegalStateException("a bug, wanted here");
        });
        prober.ask(results::add);
        probe.end(Verdict.UP);

        assertThat(results).containsExactly(Verdict.UP);
    }

    @Test
    void verdictIsConvertedOnceAndThenKept() {
        List<Verdict> shaped = new ArrayList<>();
        Prober prober = prober(verdict -> {
            shaped.add(verdict);
            return Verdict.down("shaped");
        });
        prober.ask(results::add);
        prober.ask(results::add);
        probe.end(Verdict.UP);

        assertThat(shaped).containsExactly(Verdict.UP);
        assertThat(results).containsExactly(Verdict.down("shaped"), Verdict.down("shaped"));
    }

    @Test
    void faultOfTheBridgeIsNotAVerdict() {
        Prober prober = prober(verdict -> {
            throw new IllegalStateException("not reached");
        });
        prober.ask(results::add);
        probe.end(new BridgeFault("no descriptors"));

        assertThat(results).containsExactly(new BridgeFault("no descriptors"));
    }

    @Test
    void exceptionOfTheConversionIsAFaultOfTheBridge() {
        Prober prober = prober(verdict -> {
            throw new IllegalStateException("a bug, wanted here");
        });
        prober.ask(results::add);
        probe.end(Verdict.UP);

        assertThat(results).containsExactly(new BridgeFault("java.lang.IllegalStateException: a bug, wanted here"));
    }

    @Test
    void errorOfTheConversionDoesNotAffectLaterChecks() {
        List<Verdict> shaped = new ArrayList<>();
        Prober prober = prober(verdict -> {
            shaped.add(verdict);
            if (shaped.size() == 1) {
                throw new NoClassDefFoundError("wanted here");
            }
            return verdict;
        });
        prober.ask(results::add);
        assertThatThrownBy(() -> probe.end(Verdict.UP)).isInstanceOf(NoClassDefFoundError.class);
        assertThat(results).containsExactly(new BridgeFault("the result of a probe could not be processed"));

        prober.ask(results::add);
        probe.end(Verdict.UP);
        assertThat(results).last().isEqualTo(Verdict.UP);
        assertThat(probe.started).isEqualTo(2);
    }

    @Test
    void errorOfACallbackDoesNotAffectTheOthers() {
        Prober prober = prober(UnaryOperator.identity());
        prober.ask(result -> {
            throw new NoClassDefFoundError("wanted here");
        });
        prober.ask(results::add);
        assertThatThrownBy(() -> probe.end(Verdict.UP)).isInstanceOf(NoClassDefFoundError.class);

        assertThat(results).containsExactly(Verdict.UP);
    }

    private Prober prober(UnaryOperator<Verdict> shape) {
        BridgeMetrics metrics = new BridgeMetrics(InstantSource.system(), () -> now, "test");
        return new Prober("orders", probe, shape, metrics.target("orders"), () -> now);
    }
}
