/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.ctl.CtlCommand;
import io.hcbridge.ipc.health.ProbeCommand;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The entry point of the command line. */
public final class Main {
    private static final Set<String> DAEMONS = Set.of("serve", "eosio");

    private Main() {}

    /** Runs one command and exits with its exit code. */
    public static void main(String[] arguments) {
        // Containers run this every few seconds as a health check. It starts faster without the classes of the daemon.
        if (arguments.length > 0 && arguments[0].equals("probe")) {
            ProbeCommand.main(Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        if (arguments.length > 0 && DAEMONS.contains(arguments[0])) {
            StopHook.install();
            Hangup.handle();
            System.exit(StopHook.setExitCode(
                    StandardOutput.checked(commandLine(arguments).execute(arguments))));
        }
        System.exit(StandardOutput.checked(commandLine(arguments).execute(arguments)));
    }

    /**
     * Creates the command line. For {@code serve} it leaves out the other commands, because their annotations take a quarter of the
     * daemon's start time.
     */
    static CommandLine commandLine(String... arguments) {
        CommandSpec spec =
                CommandSpecs.of(new Main(), "hcbridge", "Answer HAProxy's agent checks from local health sockets.");
        spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(exitCodes());
        CommandLine commands = new CommandLine(spec).addSubcommand(ServeCommand.commandLine());
        if (arguments.length == 0 || !arguments[0].equals("serve")) {
            commands.addSubcommand(new CtlCommand())
                    .addSubcommand(new CheckConfigCommand())
                    .addSubcommand(HaproxyConfigCommand.commandLine())
                    .addSubcommand(EosioCommand.commandLine())
                    .addSubcommand(new ProbeHelp());
        }
        return commands.setParameterExceptionHandler(new WrongUsage());
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "success; for serve also SIGTERM and SIGINT");
        codes.put("1", "runtime failure");
        codes.put("2", "wrong usage");
        codes.put("78", "invalid configuration");
        return codes;
    }
}
