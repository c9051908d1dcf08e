/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Creates commands without annotations. Reading annotations by reflection would delay the start of the daemon. */
final class CommandSpecs {
    private CommandSpecs() {}

    /**
     * Returns a command with the options {@code --help} and {@code --version}.
     *
     * @param command a {@link java.util.concurrent.Callable}, or any object for a command that only has subcommands
     */
    static CommandSpec of(Object command, String name, String description) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name).versionProvider(new Version());
        spec.usageMessage().description(description).sortOptions(false);
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
        spec.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
        return spec;
    }
}
