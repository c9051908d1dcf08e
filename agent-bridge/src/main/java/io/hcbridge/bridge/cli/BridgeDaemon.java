/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.Bridge;
import io.hcbridge.bridge.config.BridgeConfig;
import io.hcbridge.bridge.config.UnknownAccounts;
import io.hcbridge.bridge.log.LogSetup;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of the daemon, from the set-up of its log to its end by a signal. */
final class BridgeDaemon {
    private static final Logger LOG = LoggerFactory.getLogger(BridgeDaemon.class);

    private final Runnable atEnd;
    private @Nullable Bridge bridge;
    private volatile boolean isStopping;
    private volatile int exit = ExitCode.SUCCESS;

    BridgeDaemon() {
        this(() -> {});
    }

    /** @param atEnd called after the bridge was closed */
    BridgeDaemon(Runnable atEnd) {
        this.atEnd = atEnd;
    }

    /** Runs until the process is told to end; returns its exit code if the bridge ends before that. */
    int run(BridgeConfig config) throws InterruptedException {
        Thread hangup = Hangup.handle();
        StopHook.cleanUpBy(this::stop);
        try {
            Bridge made = make(config);
            hangup.join();
            made.start();
            // HAProxy does not wait for these names to be looked up.
            UnknownAccounts.find(config).forEach(LOG::warn);
            made.awaitEnd();
            if (!made.isClosed()) {
                throw new IOException("the event loop has ended; see the lines above");
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
        return exit;
    }

    private synchronized Bridge make(BridgeConfig config) throws IOException {
        if (isStopping) {
            throw new IOException("the bridge is stopping");
        }
        Bridge made = new Bridge(config, Version.text());
        bridge = made;
        return made;
    }

    private void fail(Throwable cause) {
        if (!isStopping) {
            // Only the messages of these are written for an operator.
            LOG.error("{}", cause instanceof IOException ? cause.getMessage() : cause.toString());
            LOG.debug("start failed", cause);
            StopHook.exitWith(ExitCode.FAILURE);
            exit = ExitCode.FAILURE;
        }
    }

    /** Waits for a bridge that is being made, so that all that it has is closed. */
    private synchronized @Nullable Bridge beginToStop() {
        isStopping = true;
        return bridge;
    }

    private void stop() {
        try {
            Bridge current = beginToStop();
            if (current != null) {
                current.close();
            }
        } finally {
            atEnd.run();
            LogSetup.stop();
        }
    }
}
