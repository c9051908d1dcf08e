/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.standby;

import io.hcbridge.bridge.config.ListenAddress;
import io.hcbridge.bridge.config.StandbyConfig;
import io.hcbridge.bridge.handover.HandoverClient;
import io.hcbridge.bridge.handover.HandoverServer;
import io.hcbridge.bridge.handover.InheritedSockets;
import io.hcbridge.bridge.handover.ListeningSocket;
import io.hcbridge.bridge.metrics.StandbyMeters;
import io.hcbridge.ipc.internal.lock.ElectionLock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The membership of this bridge in a group. The member that holds the group's lock is the master; the kernel frees the lock when the
 * process ends.
 *
 * <pre>
 * standby --lock acquired--> master --stop()--> stopping --release()--> ended
 *    |                          | lock file replaced, or a step failed
 *    +--stop()--> ended         +--> duties.fail()
 * </pre>
 *
 * <p>A standby polls the lock and keeps a connection to the master, which ends when the master does. It is thread-safe; the roles change
 * on one thread at a time: first that of {@link #join}, then the member's own.
 */
public final class StandbyMember implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StandbyMember.class);
    private static final Duration LOCK_PERIOD = Duration.ofMillis(100);
    /** After the end of the master's connection, its lock is free within milliseconds. */
    private static final Duration QUICK_PERIOD = Duration.ofMillis(5);

    private static final int QUICK_ATTEMPTS = 40;
    private static final int LOGGED_ATTEMPT = 200;
    private static final Duration CHECK_PERIOD = Duration.ofSeconds(1);
    private static final Duration JOIN_LIMIT = Duration.ofMillis(200);

    private final StandbyConfig group;
    private final List<ListenAddress> addresses;
    private final InheritedSockets inherited;
    private final GroupDuties duties;
    private final StandbyMeters meters;
    private final LoopWatchdog watchdog;
    private final Thread thread = new Thread(this::run, "group");

    // Guarded by this.
    private @Nullable ElectionLock lock;
    private @Nullable HandoverServer server;
    private boolean stopping;

    // Used by one thread at a time, see above.
    private @Nullable HandoverClient master;
    private List<ListeningSocket> handedOver = List.of();
    private int quickAttempts;
    private String lastProblem = "";

    /**
     * @param inherited sockets of the service manager; also takes those of the master
     * @param loop runs a task on the event loop
     * @param halt ends the process at once
     */
    public StandbyMember(
            StandbyConfig group,
            List<ListenAddress> addresses,
            InheritedSockets inherited,
            GroupDuties duties,
            StandbyMeters meters,
            Executor loop,
            Runnable halt) {
        this.group = group;
        this.addresses = List.copyOf(addresses);
        this.inherited = inherited;
        this.duties = duties;
        this.meters = meters;
        this.watchdog = new LoopWatchdog(loop, halt);
        thread.setDaemon(true);
        meters.standbys(this::standbys);
    }

    /**
     * Joins the group. Becomes the master before it returns if the group has none.
     *
     * @throws IOException if the lock file cannot be used, or this bridge was elected and cannot take over; the message is for operators
     */
    public void join() throws IOException, InterruptedException {
        if (tryLock()) {
            lead();
        } else {
            LOG.info("group {}: standby (directory={})", group.name(), group.directory());
            connect();
        }
        thread.start();
    }

    /**
     * Begins to leave the group: no further standby joins, and this bridge is not elected any more.
     *
     * @return whether a standby has this bridge's sockets and will take over
     */
    public boolean stop() {
        HandoverServer current;
        synchronized (this) {
            stopping = true;
            current = server;
        }
        thread.interrupt();
        meters.stopping();
        return current != null && current.stop() > 0;
    }

    /** Leaves the group: frees the lock, then tells the standbys. Must be called after {@link #stop}. */
    @Override
    public void close() {
        watchdog.close();
        HandoverServer current;
        synchronized (this) {
            current = server;
            if (lock != null) {
                lock.close();
                lock = null;
            }
        }
        if (current != null) {
            current.close();
        }
        try {
            thread.join(JOIN_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        inherited.close();
    }

    private synchronized int standbys() {
        return server == null ? 0 : server.standbys();
    }

    private void run() {
        try {
            while (!isStopping()) {
                if (isMaster()) {
                    Thread.sleep(CHECK_PERIOD.toMillis());
                    requireLock();
                } else if (tryLock()) {
                    lead();
                } else {
                    await();
                }
            }
        } catch (InterruptedException e) {
            // The bridge is stopping.
        } catch (IOException | RuntimeException | Error e) {
            if (!isStopping()) {
                LOG.debug("group {}: failed", group.name(), e);
                duties.fail(
                        "group " + group.name() + ": " + (e instanceof IOException ? e.getMessage() : e.toString()));
            }
        } finally {
            disconnect();
        }
    }

    // 1. Standby.

    private void await() throws InterruptedException {
        HandoverClient current = master;
        if (current == null) {
            connect();
            current = master;
        }
        if (current == null) {
            Thread.sleep((quickAttempts-- > 0 ? QUICK_PERIOD : LOCK_PERIOD).toMillis());
        } else if (current.awaitEnd(LOCK_PERIOD)) {
            disconnect();
            quickAttempts = QUICK_ATTEMPTS;
        }
    }

    private void connect() {
        try {
            HandoverClient connected = HandoverClient.connect(group.handover(), addresses);
            master = connected;
            inherited.replace(connected.sockets(), handedOver);
            handedOver = connected.sockets();
            LOG.info("group {}: got {} listening sockets from the master", group.name(), handedOver.size());
            lastProblem = "";
        } catch (IOException | RuntimeException e) {
            // A master that starts or ends does not listen for a moment.
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(lastProblem) && quickAttempts <= 0) {
                lastProblem = problem;
                LOG.warn("group {}: no sockets from the master yet ({}): {}", group.name(), group.handover(), problem);
            }
        }
    }

    private void disconnect() {
        HandoverClient current = master;
        master = null;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                LOG.debug("group {}: cannot close the connection to the master", group.name(), e);
            }
        }
    }

    // 2. Master.

    private synchronized boolean tryLock() throws IOException {
        if (!stopping) {
            Optional<ElectionLock> acquired = ElectionLock.tryAcquire(group.lock());
            lock = acquired.orElse(null);
        }
        return lock != null;
    }

    private void lead() throws IOException, InterruptedException {
        long elected = System.nanoTime();
        // The old master may be connected still. The connection keeps descriptors, which would hold addresses.
        disconnect();
        meters.elected();
        watchdog.start();
        HandoverServer opened = openHandover();
        LOG.info("group {}: elected (inherited={})", group.name(), inherited.size());
        duties.takeOver(inherited);
        Duration took = Duration.ofNanos(System.nanoTime() - elected);
        meters.tookOver(took);
        LOG.info("group {}: master (took {} ms)", group.name(), took.toMillis());
        // The rest belongs to addresses that this configuration does not have.
        inherited.close();
        opened.serve(duties::listening, LOG);
        duties.afterTakeover();
    }

    /**
     * Opens the socket of the hand-over. Another master that still uses it has freed the group's lock and is ending, or its lock file was
     * removed, which it notices itself.
     */
    private HandoverServer openHandover() throws IOException, InterruptedException {
        Optional<HandoverServer> free = HandoverServer.tryOpen(group.handover());
        for (int attempt = 1; free.isEmpty(); attempt++) {
            if (attempt == LOGGED_ATTEMPT) {
                LOG.warn(
                        "group {}: waiting until another master ends, which still uses {}",
                        group.name(),
                        group.handover());
            }
            Thread.sleep(QUICK_PERIOD.toMillis());
            requireRunning();
            free = HandoverServer.tryOpen(group.handover());
        }
        HandoverServer opened = free.get();
        synchronized (this) {
            server = opened;
            if (!stopping) {
                return opened;
            }
        }
        opened.close();
        throw new IOException("the bridge is stopping");
    }

    private void requireLock() throws IOException {
        ElectionLock held;
        synchronized (this) {
            held = lock;
        }
        if (held != null && held.isReplaced()) {
            throw new IOException("its lock file " + group.lock()
                    + " was removed or replaced; another bridge may be elected, so this one ends");
        }
    }

    /** Returns whether this bridge holds the lock. */
    public synchronized boolean isMaster() {
        return lock != null;
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    private void requireRunning() throws IOException {
        if (isStopping()) {
            throw new IOException("the bridge is stopping");
        }
    }
}
