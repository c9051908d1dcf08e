/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.push;

import io.hcbridge.bridge.config.PushGroupConfig;
import io.hcbridge.bridge.metrics.PushMeters;
import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.source.ReportWindow;
import io.hcbridge.bridge.target.Targets;
import io.hcbridge.ipc.group.GroupEvent;
import io.hcbridge.ipc.group.GroupMode;
import io.hcbridge.ipc.group.GroupNode;
import io.hcbridge.ipc.group.GroupNodeBuilder;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridge's membership of the group to which services push reports. It is a candidate from {@link #start} to {@link #close}, while it
 * answers HAProxy. Reports arrive on a thread of the group; everything else happens on the event loop.
 */
public final class PushGroup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushGroup.class);

    /** Maximum number of services that are connected. Another one replaces the longest idle one, which then connects again. */
    private static final int MAX_CONNECTIONS = 4096;

    /** Time after which a master that is not this bridge is no predecessor that is ending. */
    private static final long FOREIGN_NANOS = Duration.ofSeconds(2).toNanos();

    private final PushGroupConfig config;
    private final ReportWindow window;
    private final PushMeters meters;
    private final EventLoop loop;
    private final ReportHandler handler;

    private @Nullable GroupNode node;
    private volatile boolean isClosed;

    // Owned by the event loop.
    private boolean isMaster;
    private boolean isObstructed;
    private boolean isForeign;
    private long withoutMasterSince;

    /** @param window opens when reports can arrive */
    public PushGroup(PushGroupConfig config, Targets targets, ReportWindow window, PushMeters meters, EventLoop loop) {
        this.config = config;
        this.window = window;
        this.meters = meters;
        this.loop = loop;
        this.handler = new ReportHandler(config.name(), targets, new ReportQueue(loop), meters);
    }

    /**
     * Joins the group. The bridge becomes its master soon afterwards, unless another process is.
     *
     * @throws IOException if this bridge cannot be a member; the message is for operators
     */
    public synchronized void start() throws IOException {
        if (isClosed) {
            return;
        }
        if (!Files.isDirectory(config.directory())) {
            throw new IOException("push.directory: " + config.directory() + " does not exist; create it");
        }
        LoopTasks.execute(loop, () -> {
            withoutMasterSince = System.nanoTime();
            look();
        });
        try {
            node = node();
        } catch (IOException | RuntimeException e) {
            throw new IOException("push.group: cannot join the group " + config.name() + ": " + e.getMessage(), e);
        }
        LOG.info("reports on {}", config.socket());
    }

    /** Leaves the group at once, so that another bridge can become the master. */
    @Override
    public synchronized void close() {
        isClosed = true;
        if (node != null) {
            node.close();
        }
    }

    private GroupNode node() throws IOException {
        GroupNodeBuilder builder = GroupNode.builder(config.name())
                .directory(config.directory())
                .mode(GroupMode.MASTER)
                .socketMode(PosixFilePermissions.toString(config.access().mode()))
                // The socket's mode decides who connects. The handler compares the user with that of the target.
                .admit(peer -> true)
                .maxConnections(MAX_CONNECTIONS)
                .handler(handler)
                .listener((event, detail) -> LoopTasks.execute(loop, () -> changed(event)));
        config.access().group().ifPresent(builder::socketGroup);
        return builder.start();
    }

    private void changed(GroupEvent event) {
        switch (event) {
            case ELECTED -> {
                isMaster = true;
                isForeign = false;
                isObstructed = false;
                window.open();
            }
            case DEPOSED -> {
                isMaster = false;
                withoutMasterSince = System.nanoTime();
                window.close();
            }
            case OBSTRUCTED -> isObstructed = true;
            case RESTORED, CONNECTED, DISCONNECTED -> {}
        }
        meters.master(isMaster);
    }

    /** Repeats itself. Finds pauses of the bridge, and another process that is the master. */
    private void look() {
        if (isClosed) {
            return;
        }
        window.look();
        boolean isLong = System.nanoTime() - withoutMasterSince > FOREIGN_NANOS;
        if (!isMaster && !isObstructed && !isForeign && isLong) {
            isForeign = true;
            meters.foreignMaster();
            LOG.warn(
                    "push group {}: another process is the master, and this bridge receives no reports (lock={});"
                            + " end that process, or make it a client",
                    config.name(),
                    config.lock());
        }
        LoopTasks.schedule(loop, ReportWindow.LOOK_MILLIS, this::look);
    }
}
