/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.check.HealthReport;
import io.hcbridge.ipc.group.GroupEvent;
import io.hcbridge.ipc.group.GroupException;
import io.hcbridge.ipc.group.GroupMode;
import io.hcbridge.ipc.group.GroupNode;
import io.hcbridge.ipc.group.GroupNodeBuilder;
import io.hcbridge.ipc.internal.SafeLog;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.push.PushAck;
import io.hcbridge.protocol.push.PushReport;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Pushes reports to one group, on a thread of its own: when the report changes, twice within each TTL of the bridge, and at once to a new
 * master. The checks run every second. A failure is logged once, and changes nothing for the service. Thread-safe.
 */
final class HealthPusher implements AutoCloseable {
    private static final Logger LOG = System.getLogger(HealthServer.class.getName());
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(2);
    /** Time for the last report of a service that closes. */
    private static final Duration LAST_LIMIT = Duration.ofMillis(500);

    private static final long CHECK_MILLIS = 1000;
    /** Time after a failure until the next attempt, unless there is a new master. */
    private static final long RETRY_MILLIS = 1000;
    /** Minimum time between two reports, so that a weight that changes often does not flood the bridge. */
    private static final long GAP_MILLIS = 20;

    private final HealthResponder responder;
    private final ReportGroup group;
    private final PushTimes times = new PushTimes();
    private final GroupNode node;
    private final Thread thread;
    private final Semaphore wake = new Semaphore(0);

    // Guarded by this.
    private Optional<HealthReport> report = Optional.empty();
    private boolean isChecking;
    private boolean isClosed;

    // Used by the thread, and by close() after it has ended.
    private @Nullable AgentReply pushed;
    private String problem = "";

    /** @throws IOException if a user is unknown, or this system cannot have groups */
    HealthPusher(HealthResponder responder, ReportGroup group) throws IOException {
        this.responder = responder;
        this.group = group;
        GroupNodeBuilder builder = GroupNode.builder(group.group())
                .directory(group.directory())
                .mode(GroupMode.CLIENT)
                .requestTimeout(REQUEST_LIMIT)
                .listener((event, detail) -> onEvent(event));
        group.bridgeUser().ifPresent(builder::masterUser);
        this.thread = new Thread(this::run, "health push " + group.group());
        thread.setDaemon(true);
        this.node = builder.start();
    }

    void start() {
        responder.onChange(this::wake);
        thread.start();
    }

    /** Tells the bridge that the service was closed on purpose. Takes at most one second. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        wake();
        try {
            // A report under way ends first, because it may be the only one that the bridge has got.
            thread.join(LAST_LIMIT.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
            } else if (pushed != null) {
                push(responder.stoppedLine(), LAST_LIMIT);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        } finally {
            node.close();
        }
    }

    private void onEvent(GroupEvent event) {
        if (event == GroupEvent.CONNECTED) {
            synchronized (this) {
                times.pushNow();
            }
            wake();
        }
    }

    private void wake() {
        wake.release();
    }

    private void run() {
        try {
            while (!isClosed()) {
                turn();
            }
        } catch (InterruptedException e) {
            // The server closes.
        }
    }

    private void turn() throws InterruptedException {
        try {
            check();
            Optional<AgentReply> line = due();
            if (line.isPresent()) {
                push(line.get(), REQUEST_LIMIT);
            }
        } catch (RuntimeException | Error e) {
            failed("unexpected " + e);
        }
        if (wake.tryAcquire(millisToWait(), TimeUnit.MILLISECONDS)) {
            wake.drainPermits();
        }
    }

    private synchronized long millisToWait() {
        return isClosed || due().isPresent() ? 0 : times.millisToWait(isChecking, report.isPresent());
    }

    private synchronized boolean isClosed() {
        return isClosed;
    }

    /** Starts the checks if it is time. The registry ends each at its time limit. */
    private void check() {
        synchronized (this) {
            if (isChecking || !times.isCheckDue()) {
                return;
            }
            isChecking = true;
            times.checkStarted(CHECK_MILLIS);
        }
        responder.check(this::checked);
    }

    private void checked(HealthReport newReport) {
        synchronized (this) {
            report = Optional.of(newReport);
            isChecking = false;
        }
        wake();
    }

    /** Returns the report if it must be sent now. Before the end of the first check there is nothing to report. */
    private synchronized Optional<AgentReply> due() {
        return report.map(responder::line).filter(line -> times.isPushDue(!line.equals(pushed)));
    }

    private void push(AgentReply line, Duration limit) throws InterruptedException {
        try {
            PushAck ack = PushAck.decode(node.request(new PushReport(group.target(), line).encode(), limit));
            pushed = line;
            synchronized (this) {
                times.pushed(GAP_MILLIS, ack.ttlMillis() / 2);
            }
            responder.recordPush(line, ack.pollGapMillis());
            if (!problem.isEmpty()) {
                problem = "";
                LOG.log(Level.INFO, "group " + group.group() + ": the bridge receives reports again");
            }
        } catch (GroupException e) {
            failed("refused: " + e.getMessage());
        } catch (ProtocolException e) {
            failed("the group's master is no bridge: " + e.getMessage());
        } catch (IOException e) {
            failed(String.valueOf(e.getMessage()));
        }
    }

    private void failed(String why) {
        pushed = null;
        synchronized (this) {
            times.failed(RETRY_MILLIS);
        }
        if (!why.equals(problem)) {
            problem = why;
            SafeLog.warn(
                    HealthServer.class,
                    "group " + group.group() + ": cannot report for target " + group.target() + ": " + why,
                    null);
        }
    }
}
