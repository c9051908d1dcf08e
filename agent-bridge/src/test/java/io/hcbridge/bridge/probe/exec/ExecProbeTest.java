/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.probe.BlockingWork;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.bridge.probe.ProbeLoop;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.ProbeStep;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("process")
@Timeout(60)
class ExecProbeTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final BlockingWork processes = new BlockingWork(1, 0);
    private final ProbeLoop loop = new ProbeLoop(IoKind.ofSystem());

    @AfterEach
    void close() {
        processes.close(Duration.ofSeconds(5));
        loop.close();
    }

    private Probe probe(String script, Duration timeout) throws IOException {
        ProbeEnvironment own = loop.environment();
        return new ExecProbeConfig(List.of("/bin/sh", "-c", script), CommandRunnerTest.user(), true)
                .open(new ProbeEnvironment(own.network(), own.blocking(), processes), "legacy", timeout);
    }

    @Test
    void theVerdictComesFromTheExitCodeAndTheFirstLine() throws Exception {
        assertThat(loop.run(probe("exit 0", LONG))).isEqualTo(Verdict.UP);
        assertThat(loop.run(probe("echo lag 42s; exit 2", LONG))).isEqualTo(Verdict.down("exit code 2: lag 42s"));
        assertThat(loop.run(probe("echo drain", LONG)))
                .isEqualTo(new Verdict(Health.UP, Optional.of(Admin.DRAIN), Capacity.NONE, Reason.NONE, false));
    }

    @Test
    void aProgramThatDoesNotEndIsAFailureAtTheDeadline() throws Exception {
        Probe probe = probe("sleep 1000", Duration.ofMillis(300));
        assertThat(loop.run(probe)).isEqualTo(Verdict.failed("no answer within 300ms (run /bin/sh)"));
    }

    @Test
    void aProgramThatIsRefusedIsAFailure() throws Exception {
        Probe probe = new ExecProbeConfig(List.of("/usr/bin/no-such"), Optional.empty(), false)
                .open(loop.environment(), "legacy", LONG);
        assertThat(loop.run(probe)).isEqualTo(Verdict.failed("/usr/bin/no-such does not exist"));
    }

    @Test
    void theStepsAreRecorded() throws Exception {
        Probe probe = probe("echo lag; exit 2", LONG);
        loop.run(probe);
        assertThat(loop.steps(probe)).extracting(ProbeStep::name).containsExactly("run");
        assertThat(loop.steps(probe).get(0).detail()).matches("pid \\d+, exit code 2, output: lag");
        assertThat(loop.describe(probe)).startsWith("exec /bin/sh: run pid ");
    }

    @Test
    void withoutAFreeSlotInTimeTheFaultIsTheBridgesOwn() throws Exception {
        CompletableFuture<ProbeResult> slow = loop.start(probe("sleep 0.6", LONG));
        ProbeResult late = loop.run(probe("exit 0", Duration.ofMillis(200)));
        assertThat(late).isInstanceOf(BridgeFault.class);
        assertThat(((BridgeFault) late).what()).contains("no free thread");
        assertThat(slow.get(10, TimeUnit.SECONDS)).isEqualTo(Verdict.UP);
    }

    @Test
    void theSlotOfAKilledProgramIsFreeAgain() throws Exception {
        loop.run(probe("sleep 1000", Duration.ofMillis(200)));
        assertThat(loop.run(probe("exit 0", LONG))).isEqualTo(Verdict.UP);
    }
}
