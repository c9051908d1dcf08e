/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import java.io.File;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs the program of one target. Blocks. Must be called on a thread that may block. */
final class CommandRunner {
    static final File NOTHING = new File("/dev/null");

    private final ExecProbeConfig config;
    private final String target;
    private final FileTrust trust;

    private volatile @Nullable Account account;

    CommandRunner(ExecProbeConfig config, String target) {
        this(config, target, FileTrust.ofSystem());
    }

    CommandRunner(ExecProbeConfig config, String target, FileTrust trust) {
        this.config = config;
        this.target = target;
        this.trust = trust;
    }

    /**
     * Runs the program until it exits or reaches its deadline. At the deadline, its process group is killed.
     *
     * @throws LaunchException if the bridge cannot start a process
     * @throws IOException if the program is not trusted
     * @throws InterruptedException if the bridge is stopping; the process group has been killed
     */
    FinishedCommand run(long deadlineNanos) throws IOException, InterruptedException {
        // The check at the start of the bridge is repeated, because the file may have changed since.
        Optional<String> problem = trust.problemOfProgram(config.program());
        if (problem.isPresent()) {
            throw new IOException(problem.get());
        }
        ProcessBuilder builder = builder();
        try (OutputPipe output = OutputPipe.open();
                OutputPipe errors = OutputPipe.open()) {
            builder.redirectOutput(output.writeEnd()).redirectError(errors.writeEnd());
            RunningCommand running = RunningCommand.start(builder, output, errors);
            return running.await(deadlineNanos);
        }
    }

    private ProcessBuilder builder() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(LaunchLine.of(target, config.command(), account()))
                .directory(new File("/"))
                .redirectInput(NOTHING);
        builder.environment().clear();
        return builder;
    }

    private Optional<Account> account() throws IOException, InterruptedException {
        if (config.user().isEmpty()) {
            return Optional.empty();
        }
        Account known = account;
        if (known == null) {
            known = Account.lookUp(config.user().get());
            account = known;
        }
        return Optional.of(known);
    }
}
