/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.config.BridgeConfig;
import io.hcbridge.bridge.config.ConfigBuilder;
import io.hcbridge.bridge.config.ConfigException;
import io.hcbridge.bridge.config.UnknownAccounts;
import io.hcbridge.bridge.override.file.StateFileCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Reads a configuration file like {@code serve}, and prints its errors and warnings. */
@Command(
        name = "check-config",
        description =
                "Check a configuration for this host and this user. Exit code 0 if a bridge could start with it; 78, and"
                        + " all errors on standard error, if not.",
        mixinStandardHelpOptions = true)
final class CheckConfigCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "YAML file, or directory of *.yaml files")
    private @Nullable Path file;

    @Override
    public Integer call() {
        try {
            Path path = Objects.requireNonNull(file);
            ConfigBuilder builder = new ConfigBuilder().file(path).beforeStart(StateFileCheck::problem);
            BridgeConfig config = builder.build();
            builder.warnings().forEach(System.err::println);
            UnknownAccounts.find(config).forEach(warning -> System.err.println(file + ": warning: " + warning));
            int targets = config.targets().size();
            int rules = config.discover().size();
            System.out.println(file + ": ok, " + counted(targets, "target")
                    + (rules == 0 ? "" : ", " + counted(rules, "rule") + " of discovery")
                    + (Files.isDirectory(path) ? " in " + counted(builder.fileCount(), "file") : ""));
            return ExitCode.SUCCESS;
        } catch (ConfigException e) {
            return ExitCode.configuration(e);
        }
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
