/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.ProbeAttempt;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.ProbeRun;
import io.hcbridge.bridge.probe.Verdict;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** One run of the program. Belongs to the event loop. */
final class ExecAttempt implements ProbeAttempt {
    private final ProbeRun run;
    private final CommandRunner runner;
    private final ExecProbeConfig config;

    ExecAttempt(ProbeRun run, CommandRunner runner, ExecProbeConfig config) {
        this.run = run;
        this.runner = runner;
        this.config = config;
    }

    @Override
    public void begin() {
        run.steps().enter("run", config.program().toString());
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(run.remainingMillis());
        run.call(() -> runner.run(deadlineNanos), this::onExit, ExecAttempt::failure);
    }

    /** Releases nothing, because the thread that runs the program has the same deadline and kills the program. */
    @Override
    public void close() {}

    private void onExit(FinishedCommand finished) {
        run.steps().note(finished.describe());
        // If the program has not exited, the timer of the probe ends the probe. It is due now.
        finished.verdict(config.isAgentLine()).ifPresent(run::end);
    }

    private static ProbeResult failure(IOException why) {
        String what = String.valueOf(why.getMessage());
        return why instanceof LaunchException ? new BridgeFault(what) : Verdict.failed(what);
    }
}
