/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.discovery;

import io.hcbridge.bridge.config.DiscoverConfig;
import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.metrics.DiscoveryMeters;
import io.hcbridge.ipc.internal.OwnUser;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the targets of the discovered services up to date. The first scan is made by the caller of the constructor. Then a thread handles
 * the events of the watched directories, scans all directories each {@link #SCAN}, and forgets vanished services. A scan that fails
 * changes nothing. Thread-safe.
 */
public final class Discovery implements AutoCloseable {
    static final Duration SCAN = Duration.ofSeconds(30);
    /** Time until a failed publication is tried again. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

    private final DiscoveryMeters meters;
    private final LongSupplier nanoTime;
    private final Thread thread = new Thread(this::run, "discovery");

    /** Written under this. */
    private volatile DirectoryTree tree;

    // Guarded by this.
    private DiscoveredServices services = DiscoveredServices.NONE;
    private long scannedAt;
    private boolean isPublished = true;
    private String lastFailure = "";

    private volatile @Nullable Publisher publisher;
    private volatile boolean closed;

    /** Receives the targets of all discovered services. May block. */
    public interface Publisher {
        /**
         * Replaces all discovered targets.
         *
         * @throws IOException if nothing was changed; the targets are published again later
         */
        void publish(Map<String, TargetConfig> targets) throws IOException, InterruptedException;
    }

    /**
     * Makes the first scan.
     *
     * @throws IOException if it fails; the message names the directory and the rule
     */
    public Discovery(List<DiscoverConfig> rules, DiscoveryMeters meters) throws IOException {
        this(rules, meters, System::nanoTime);
    }

    Discovery(List<DiscoverConfig> rules, DiscoveryMeters meters, LongSupplier nanoTime) throws IOException {
        this.meters = meters;
        this.nanoTime = nanoTime;
        this.tree = open(rules);
        this.scannedAt = nanoTime.getAsLong();
        accept(DiscoveredServices.NONE.after(tree.services(), scannedAt));
        thread.setDaemon(true);
    }

    /** Returns the targets of all discovered services. */
    public synchronized Map<String, TargetConfig> targets() {
        return services.targets();
    }

    /**
     * Starts to publish changes. Called once.
     *
     * @param newPublisher called by one thread at a time
     */
    public synchronized void start(Publisher newPublisher) {
        publisher = newPublisher;
        runIfNeeded();
    }

    private void runIfNeeded() {
        if (publisher != null && !tree.rules().isEmpty() && !closed && thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /**
     * Replaces the rules, scans, and publishes.
     *
     * @param onChange publishes the targets of the new rules
     * @throws IOException if nothing was changed; the message is for operators
     */
    public synchronized void reconfigure(List<DiscoverConfig> rules, Publisher onChange)
            throws IOException, InterruptedException {
        if (rules.equals(tree.rules())) {
            onChange.publish(services.targets());
            return;
        }
        DirectoryTree next = open(rules);
        DiscoveredServices found = DiscoveredServices.NONE.after(next.services(), nanoTime.getAsLong());
        try {
            onChange.publish(found.targets());
        } catch (IOException | InterruptedException | RuntimeException e) {
            next.close();
            throw e;
        }
        DirectoryTree previous = tree;
        tree = next;
        accept(found);
        isPublished = true;
        // The thread waits for events of the previous tree, and continues with the next one.
        previous.close();
        runIfNeeded();
    }

    private static DirectoryTree open(List<DiscoverConfig> rules) throws IOException {
        DirectoryTree opened = new DirectoryTree(rules, rules.isEmpty() ? 0 : OwnUser.uid());
        try {
            opened.scan();
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void run() {
        try {
            while (!closed) {
                step();
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void step() throws InterruptedException {
        try {
            handle(tree.await(untilNextStep()));
        } catch (ClosedWatchServiceException e) {
            // Closed, or replaced by the tree of other rules.
        } catch (RuntimeException | Error e) {
            failed("unexpected failure", e);
            TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
        }
    }

    private synchronized Duration untilNextStep() {
        long now = nanoTime.getAsLong();
        long untilScan = SCAN.toNanos() - (now - scannedAt);
        long next = Math.min(untilScan, services.untilForgotten(now).orElse(untilScan));
        long retry = isPublished ? next : Math.min(next, RETRY.toNanos());
        return Duration.ofNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(1), retry));
    }

    /** Updates the services after events, or because it is time. */
    synchronized void handle(DirectoryWatch.Events events) throws InterruptedException {
        long now = nanoTime.getAsLong();
        boolean isScanDue = events.isIncomplete() || now - scannedAt >= SCAN.toNanos();
        if (isScanDue) {
            scannedAt = now;
        }
        try {
            if (isScanDue) {
                tree.scan();
                lastFailure = "";
            } else {
                tree.update(events.names());
            }
        } catch (IOException e) {
            failed(String.valueOf(e.getMessage()), null);
            return;
        }
        publish(services.after(tree.services(), now));
    }

    private void publish(DiscoveredServices next) throws InterruptedException {
        Publisher to = publisher;
        boolean isChange = !next.targets().equals(services.targets());
        if (to != null && (isChange || !isPublished)) {
            try {
                to.publish(next.targets());
            } catch (IOException e) {
                isPublished = false;
                LOG.warn("discovery: cannot apply a change, trying again: {}", e.getMessage());
                return;
            }
        }
        isPublished = true;
        accept(next);
    }

    private void accept(DiscoveredServices next) {
        DiscoveryLog.changes(services, next);
        services = next;
        meters.discovered(next.present().size());
    }

    private synchronized void failed(String why, @Nullable Throwable e) {
        meters.scanFailed();
        if (!why.equals(lastFailure)) {
            lastFailure = why;
            LOG.warn("discovery: a scan failed, and the targets stay: {}", why, e);
        }
    }

    /** Ends the thread. Idempotent. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        tree.close();
    }
}
