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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The daemon. */
@Command(name = "serve", description = "Answer HAProxy's agent checks until SIGTERM.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    private volatile int exit = ExitCode.SUCCESS;

    @Override
    public Integer call() throws InterruptedException {
        BridgeConfig config;
        try {
            config = options.read();
        } catch (ConfigException e) {
            return ExitCode.configuration(e);
        }
        LogSetup.apply(config.log());
        Bridge bridge;
        try {
            bridge = new Bridge(config, Version.text());
        } catch (IOException e) {
            LOG.error("{}", e.getMessage());
            return ExitCode.FAILURE;
        }
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

    /** The JVM would report a signal as a failure, 143 for SIGTERM; for a daemon it is the way to end. */
    private void stop(Bridge bridge) {
        bridge.close();
        Runtime.getRuntime().halt(exit);
    }
}
