/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import io.hcbridge.bridge.config.BridgeConfig;
import io.hcbridge.bridge.config.ConfigException;
import io.hcbridge.bridge.log.LogSetup;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The daemon. */
@Command(name = "serve", description = "Answer HAProxy's agent checks until SIGTERM.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws InterruptedException {
        BridgeConfig config;
        try {
            config = options.read();
        } catch (ConfigException e) {
            return ExitCode.configuration(e);
        }
        LogSetup.apply(config.log());
        Bridge bridge = new Bridge(config, Version.text());
        try {
            bridge.start();
        } catch (IOException e) {
            LoggerFactory.getLogger(ServeCommand.class).error("{}", e.getMessage());
            bridge.close();
            return ExitCode.FAILURE;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(bridge), "stop"));
        new CountDownLatch(1).await();
        return ExitCode.SUCCESS;
    }

    /** Only a signal comes here. The JVM would report it as a failure, 143 for SIGTERM; for a daemon it is the way to end. */
    private static void stop(Bridge bridge) {
        bridge.close();
        Runtime.getRuntime().halt(ExitCode.SUCCESS);
    }
}
