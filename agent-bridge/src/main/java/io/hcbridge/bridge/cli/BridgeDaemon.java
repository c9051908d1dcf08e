/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.Bridge;
import io.hcbridge.bridge.config.BridgeConfig;
import io.hcbridge.bridge.log.LogSetup;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of the daemon, from the set-up of its log to its end by a signal. */
final class BridgeDaemon {
    private static final Logger LOG = LoggerFactory.getLogger(BridgeDaemon.class);

    private volatile @Nullable Bridge bridge;
    private volatile int exit = ExitCode.SUCCESS;

    /** Runs until the process is told to end; returns its exit code if the bridge ends by itself. */
    int run(BridgeConfig config) throws InterruptedException {
        Thread hangup = Hangup.handle();
        // HAProxy is answered before the start is complete, so a signal must end the bridge well from now on.
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        try {
            Bridge made = new Bridge(config, Version.text());
            bridge = made;
            hangup.join();
            made.start();
            made.awaitEnd();
            if (!made.isClosed()) {
                throw new IOException("the event loop has ended; see the lines above");
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
        return exit;
    }

    private void fail(Throwable cause) {
        Bridge current = bridge;
        if (current == null || !current.isClosed()) {
            // Only the messages of these are written for an operator.
            LOG.error("{}", cause instanceof IOException ? cause.getMessage() : cause.toString());
            LOG.debug("start failed", cause);
            exit = ExitCode.FAILURE;
        }
    }

    /** Ends with the command's own exit code; the JVM's would be 143 for SIGTERM. */
    private void stop() {
        try {
            Bridge current = bridge;
            if (current != null) {
                current.close();
            }
        } finally {
            halt();
        }
    }

    /** Whatever fails on the way, the process ends. */
    private void halt() {
        try {
            LogSetup.stop();
        } finally {
            Runtime.getRuntime().halt(exit);
        }
    }
}
