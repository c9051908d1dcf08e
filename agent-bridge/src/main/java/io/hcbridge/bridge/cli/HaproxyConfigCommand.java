/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.config.BridgeConfig;
import io.hcbridge.bridge.config.ConfigException;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.ipc.internal.Durations;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The lines to paste into haproxy.cfg. */
@Command(
        name = "haproxy-config",
        description = "Print a backend for each configured target, to paste into haproxy.cfg.",
        mixinStandardHelpOptions = true)
final class HaproxyConfigCommand implements Callable<Integer> {
    private final ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--agent-inter",
            paramLabel = "TIME",
            defaultValue = "2s",
            description = "Time between two checks. Default: ${DEFAULT-VALUE}")
    private String agentInter = "2s";

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8080",
            description = "Where a service answers its clients, to be replaced. Default: ${DEFAULT-VALUE}")
    private String server = "127.0.0.1:8080";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    static CommandLine commandLine() {
        HaproxyConfigCommand command = new HaproxyConfigCommand();
        CommandLine line = new CommandLine(command);
        command.options.addTo(line.getCommandSpec());
        return line;
    }

    @Override
    public Integer call() {
        try {
            print(options.read());
            return ExitCode.SUCCESS;
        } catch (ConfigException e) {
            return ExitCode.configuration(e);
        }
    }

    private void print(BridgeConfig config) {
        Duration deadline = config.agent().replyDeadline();
        if (interval().compareTo(deadline) < 0) {
            System.err.println("warning: agent-inter " + agentInter + " is shorter than the reply deadline, "
                    + Durations.format(deadline) + ": HAProxy would ignore late answers; lengthen it, or set"
                    + " --reply-deadline or HAProxy's timeout check");
        }
        TcpAddress agent = config.agent().listen().stream()
                .filter(TcpAddress.class::isInstance)
                .map(TcpAddress.class::cast)
                .findFirst()
                .orElseThrow();
        config.targets().values().forEach(target -> {
            String maxconn = target.maxConnections().isPresent()
                    ? " maxconn " + target.maxConnections().getAsInt()
                    : "";
            System.out.printf(
                    "backend %1$s%n    server %1$s1 %2$s weight 100%3$s check agent-check agent-addr %4$s agent-port %5$d"
                            + " agent-inter %6$s agent-send \"%1$s\\n\"%n%n",
                    target.name(), server, maxconn, agent.host(), agent.port(), agentInter);
        });
    }

    private Duration interval() {
        try {
            return Durations.parse(agentInter);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--agent-inter: " + e.getMessage(), e);
        }
    }
}
