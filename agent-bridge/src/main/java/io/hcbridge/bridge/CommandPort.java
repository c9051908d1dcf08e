/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import io.hcbridge.bridge.admin.AdminCommands;
import io.hcbridge.bridge.admin.AdminServer;
import io.hcbridge.bridge.config.BridgeConfig.AdminConfig;
import io.hcbridge.ipc.internal.transport.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes the command socket. */
final class CommandPort {
    private static final Logger LOG = LoggerFactory.getLogger(CommandPort.class);
    /** Longer than the previous master takes to close its command socket. */
    private static final Duration TAKEOVER_LIMIT = Duration.ofSeconds(3);

    private static final long RETRY_MILLIS = 10;

    private final Optional<AdminConfig> config;
    private final AdminCommands commands;
    private final StartSteps steps;
    private volatile @Nullable AdminServer server;

    CommandPort(Optional<AdminConfig> config, AdminCommands commands, StartSteps steps) {
        this.config = config;
        this.commands = commands;
        this.steps = steps;
    }

    /** Opens the socket, if the configuration has one. */
    void open() throws IOException {
        if (config.isPresent()) {
            server = steps.run(() -> AdminServer.start(config.get(), commands));
            LOG.info("commands on {}", config.get().socket());
        }
    }

    /** Opens the socket in place of a bridge that is ending. Waits until that has closed it. */
    void takeOver() throws IOException {
        Deadline deadline = Deadline.after(TAKEOVER_LIMIT);
        while (true) {
            try {
                open();
                return;
            } catch (IOException e) {
                if (steps.isEnded() || !deadline.pause(RETRY_MILLIS)) {
                    throw e;
                }
            }
        }
    }

    /** Answers commands that change something with an error from now on. */
    void refuseChanges(String why) {
        commands.refuseChanges(why);
    }

    void close() {
        AdminServer open = server;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.warn("command socket: cannot close: {}", e.toString());
            }
        }
    }
}
