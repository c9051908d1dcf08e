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

/** Runs the daemon, from the configuration of its log to its end by a signal. */
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

    /** Creates a bridge of a version. */
    interface Creation {
        Bridge create(String version) throws IOException;
    }

    /** Runs a bridge whose configuration cannot be reloaded. */
    int run(BridgeConfig config) throws InterruptedException {
        return run(config, version -> new Bridge(config, version));
    }

    /** Runs until the process gets a signal. Returns the exit code if the bridge ends before that. */
    int run(BridgeConfig config, Creation creation) throws InterruptedException {
        StopHook.setCleanUp(this::stop);
        try {
            Bridge created = create(creation);
            Hangup.awaitHandled();
            created.start();
            created.reload().ifPresent(reload -> Hangup.setReload(reload::onSignal));
            // Done after the bridge listens, because looking up names may take long.
            UnknownAccounts.find(config).forEach(LOG::warn);
            created.awaitEnd();
            if (!created.isClosed()) {
                throw new IOException("the event loop has ended; see the log lines above");
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
        return exit;
    }

    private synchronized Bridge create(Creation creation) throws IOException {
        if (isStopping) {
            throw new IOException("the bridge is stopping");
        }
        Bridge created = creation.create(Version.text());
        bridge = created;
        return created;
    }

    private void fail(Throwable cause) {
        if (!isStopping) {
            // Only the messages of an IOException are written for operators.
            LOG.error("{}", cause instanceof IOException ? cause.getMessage() : cause.toString());
            LOG.debug("serve: failed", cause);
            StopHook.setExitCode(ExitCode.FAILURE);
            exit = ExitCode.FAILURE;
        }
    }

    /** Waits for a bridge that is being created. The caller can then close everything it has opened. */
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
