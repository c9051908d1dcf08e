/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.Bridge;
import io.hcbridge.bridge.config.ConfigException;
import io.hcbridge.bridge.config.LoadedConfig;
import io.hcbridge.bridge.log.LogSetup;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code serve}, which runs the daemon. */
final class ServeCommand implements Callable<Integer> {
    private final ConfigOptions options = new ConfigOptions();

    static CommandLine commandLine() {
        ServeCommand command = new ServeCommand();
        CommandSpec spec = CommandSpecs.of(command, "serve", "Answer HAProxy's agent checks until SIGTERM or SIGINT.");
        spec.usageMessage().abbreviateSynopsis(true);
        command.options.addTo(spec);
        return new CommandLine(spec);
    }

    @Override
    public Integer call() throws InterruptedException {
        LoadedConfig loaded;
        try {
            loaded = options.readForStart();
        } catch (ConfigException e) {
            return ExitCode.configuration(e);
        }
        LogSetup.apply(loaded.config().log());
        return new BridgeDaemon()
                .run(loaded.config(), version -> new Bridge(loaded, options::readForThisHost, version));
    }
}
