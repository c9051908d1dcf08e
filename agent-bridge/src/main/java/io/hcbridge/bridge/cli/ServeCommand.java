/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.Bridge;
import io.hcbridge.bridge.config.BridgeConfig;
import io.hcbridge.bridge.config.ConfigException;
import io.hcbridge.bridge.log.LogSetup;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The daemon. */
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private final ConfigOptions options = new ConfigOptions();

    private volatile int exit = ExitCode.SUCCESS;

    static CommandLine commandLine() {
        ServeCommand command = new ServeCommand();
        CommandSpec spec = CommandSpecs.of(command, "serve", "Answer HAProxy's agent checks until SIGTERM or SIGINT.");
        spec.usageMessage().abbreviateSynopsis(true);
        command.options.addTo(spec);
        return new CommandLine(spec);
    }

    @Override
    public Integer call() throws InterruptedException {
        BridgeConfig config;
        try {
            config = options.read();
        } catch (ConfigException e) {
            return ExitCode.configuration(e);
        }
        LogSetup.apply(config.log());
        Thread hangup = Hangup.ignoreAndLog();
        Bridge bridge = new Bridge(config, Version.text());
        hangup.join();
        // HAProxy is answered before the start is complete, so a signal must end the bridge well from now on.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(bridge), "stop"));
        try {
            bridge.start();
        } catch (IOException | RuntimeException e) {
            if (!bridge.isClosed()) {
                LOG.error("{}", e.getMessage());
                LOG.debug("the start failed", e);
                exit = ExitCode.FAILURE;
            }
            return exit;
        }
        new CountDownLatch(1).await();
        return exit;
    }

    /** Ends with the command's own exit code; the JVM's would be 143 for SIGTERM. */
    private void stop(Bridge bridge) {
        bridge.close();
        Runtime.getRuntime().halt(exit);
    }
}
