/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.ctl.CtlCommand;
import io.hcbridge.ipc.health.ProbeCommand;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
        name = "hcbridge",
        description = "HAProxy agent checks answered by local health sockets.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:success; for serve also SIGTERM and SIGINT",
            "1:failure at run time",
            "2:wrong usage",
            "78:configuration that cannot be used"
        })
public final class Main {
    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        // A container asks this every few seconds: it must not load what the daemon needs.
        if (arguments.length > 0 && arguments[0].equals("probe")) {
            ProbeCommand.main(Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        System.exit(commandLine(arguments).execute(arguments));
    }

    /** A daemon's start need not wait for the descriptions of all other commands, which takes a quarter of it. */
    private static CommandLine commandLine(String... arguments) {
        CommandLine commands = new CommandLine(new Main()).addSubcommand(ServeCommand.commandLine());
        if (arguments.length == 0 || !arguments[0].equals("serve")) {
            commands.addSubcommand(new CtlCommand())
                    .addSubcommand(new CheckConfigCommand())
                    .addSubcommand(HaproxyConfigCommand.commandLine())
                    .addSubcommand(new ProbeHelp());
        }
        return commands;
    }
}
