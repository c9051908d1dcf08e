/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import io.hcbridge.bridge.probe.BoundedProbe;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of a probe that runs a program. The exit code is the health of the service.
 *
 * @param command absolute path of the program, and its arguments
 * @param user user who runs the program, by name or number; only for a bridge that runs as root
 * @param isAgentLine whether the first line of the output can be an agent reply
 */
public record ExecProbeConfig(List<String> command, Optional<String> user, boolean isAgentLine) implements ProbeConfig {

    public ExecProbeConfig {
        command = List.copyOf(command);
        if (command.isEmpty() || !command.get(0).startsWith("/")) {
            throw new IllegalArgumentException("exec.command: '" + (command.isEmpty() ? "" : command.get(0))
                    + "' must be an absolute path; there is no shell that would look for the program");
        }
    }

    Path program() {
        return Path.of(command.get(0));
    }

    @Override
    public List<String> hostProblems(List<Path> configurationFiles) {
        return new HostChecks(this).problems(configurationFiles);
    }

    @Override
    public String userKey(String target) {
        return "targets." + target + ".exec.user";
    }

    @Override
    public Probe open(ProbeEnvironment environment, String target, Duration timeout) {
        CommandRunner runner = new CommandRunner(this, target);
        return new BoundedProbe(
                environment.forProcesses(),
                timeout,
                "exec " + program(),
                run -> new ExecAttempt(run, runner, this),
                () -> {});
    }
}
