/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The parent command of all subcommands. It has the option for the path of the socket. */
@Command(
        name = "ctl",
        description = "Show and override what a running bridge replies to HAProxy.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ListCommand.class,
            WatchCommand.class,
            ExplainCommand.class,
            SetCommand.class,
            ClearCommand.class,
            PingCommand.class,
            StatsCommand.class,
            ReloadSubcommand.class,
            AckStateLossCommand.class,
            LogLevelCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:success",
            "1:the bridge cannot be reached, rejected the command, or could not save the change",
            "2:wrong usage"
        })
public final class CtlCommand implements Runnable {
    @Option(
            names = "--admin-socket",
            paramLabel = "PATH",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:HCBRIDGE_ADMIN_SOCKET}",
            description = "The bridge's command socket. Default: $HCBRIDGE_ADMIN_SOCKET")
    private @Nullable Path socket;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "specify a subcommand");
    }

    /** Prints a script for bash that completes all commands of {@code hcbridge}. */
    @Command(name = "completion", description = "Print a completion script: source <(hcbridge ctl completion)")
    void completion() {
        CommandLine top = spec.commandLine();
        while (top.getParent() != null) {
            top = top.getParent();
        }
        spec.commandLine().getOut().print(AutoComplete.bash("hcbridge", top));
        spec.commandLine().getOut().flush();
    }

    AdminClient bridge() {
        if (socket == null || socket.toString().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "specify the bridge's socket with --admin-socket PATH or HCBRIDGE_ADMIN_SOCKET");
        }
        return new AdminClient(socket);
    }
}
