/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.Deadline;
import io.hcbridge.ipc.group.Election.Change;
import io.hcbridge.ipc.internal.ErrorText;
import io.hcbridge.ipc.internal.SafeLog;
import io.hcbridge.protocol.group.GroupPacket;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Sends the requests of a node to the master, one after the other, on a thread of its own.
 *
 * <p>The thread stays connected to a master of this project, so that it notices at once when the master ends. The connection to a Go
 * master, which closes idle connections, is closed when it is idle, and opened for the next request. Thread-safe.
 */
final class GroupClient implements AutoCloseable {
    private static final long RETRY_MILLIS = 100;
    /** For an attempt to connect without a request. */
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

    private final GroupSettings settings;
    private final BlockingQueue<PendingRequest> queue;
    private final AtomicLong count = new AtomicLong();
    private final Thread thread;
    /** Used by the thread only, except for its id. */
    private final MasterLink link;

    // Guarded by this: whether the thread waits for its connection, and an interrupt is needed to wake it.
    private boolean isWatching;

    private volatile boolean isClosed;

    GroupClient(GroupSettings settings, Consumer<Change> changes) throws IOException {
        this.settings = settings;
        this.link = new MasterLink(settings, changes);
        this.queue = new ArrayBlockingQueue<>(settings.maxQueued());
        thread = new Thread(this::run, "group " + settings.files().group() + " client");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    byte[] request(byte[] payload, Duration timeout) throws IOException, GroupException, InterruptedException {
        String group = settings.files().group();
        PendingRequest request =
                new PendingRequest(payload, link.node() + "/" + count.incrementAndGet(), Deadline.after(timeout));
        if (isClosed) {
            throw new IOException("request to group " + group + " failed: the node is closed");
        }
        if (!queue.offer(request)) {
            throw new IOException("request to group " + group + " failed: " + settings.maxQueued()
                    + " requests of this node already wait for their turn");
        }
        if (isClosed) {
            // The thread may have ended before this request was added.
            request.fail("the node is closed");
        }
        wake();
        return request.await(group);
    }

    /** Ends all requests. */
    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        failQueued();
    }

    private void run() {
        try {
            while (!isClosed) {
                try {
                    turn();
                } catch (InterruptedException e) {
                    // The node closes; the loop finds out.
                } catch (Throwable e) {
                    SafeLog.warn(GroupClient.class, "group: the client continues after an error", e);
                    link.disconnect(ErrorText.of(e));
                }
            }
        } finally {
            link.disconnect("the node closes");
            failQueued();
        }
    }

    private void turn() throws InterruptedException {
        PendingRequest next = queue.poll();
        MasterConnection master = link.current();
        if (next == null && master != null) {
            watch(master);
        } else if (next == null) {
            next = link.isParked() ? queue.take() : queue.poll(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (next != null) {
            serve(next);
        } else if (master == null && !link.isParked()) {
            try {
                link.connect(Deadline.after(CONNECT_LIMIT));
            } catch (IOException e) {
                // There is no master. The next turn tries again.
            }
        }
    }

    /** Waits for a request or for the end of the connection. */
    private void watch(MasterConnection connection) {
        synchronized (this) {
            if (!queue.isEmpty() || isClosed) {
                return;
            }
            isWatching = true;
        }
        boolean isUsable = false;
        try {
            isUsable = connection.awaitUse();
        } finally {
            synchronized (this) {
                isWatching = false;
                // Clears the interrupt of wake(). An interrupt of close() is not needed, because the loop looks at
                // isClosed.
                Thread.interrupted();
            }
        }
        if (!isUsable) {
            link.release(connection);
        }
    }

    private synchronized void wake() {
        if (isWatching) {
            thread.interrupt();
        }
    }

    private void serve(PendingRequest request) throws InterruptedException {
        try {
            send(request);
        } finally {
            if (isClosed) {
                request.fail("the node is closed");
            }
        }
    }

    /** Sends the request until it has a result. */
    private void send(PendingRequest request) throws InterruptedException {
        int losses = 0;
        while (!request.isOver() && !isClosed) {
            try {
                MasterConnection connection = link.connect(request.deadline());
                GroupPacket.Request packet = request.toSend(connection.isOurs());
                Optional<GroupPacket.Response> response = connection.exchange(packet, request.deadline());
                if (response.isPresent()) {
                    request.complete(response.get());
                } else {
                    // A late response must not be taken for that of the next request.
                    link.disconnect("a response did not arrive in time");
                }
                return;
            } catch (IOException e) {
                boolean wasSent = link.current() != null;
                link.disconnect(ErrorText.of(e));
                request.delayed(ErrorText.of(e));
                if (wasSent && !settings.repeats()) {
                    request.fail(ErrorText.of(e) + " before it responded; the request may have been executed");
                    return;
                }
                if (!wasSent || losses++ > 0) {
                    Thread.sleep(request.deadline()
                            .atMost(Duration.ofMillis(RETRY_MILLIS))
                            .toMillis());
                }
            }
        }
    }

    private void failQueued() {
        for (PendingRequest request = queue.poll(); request != null; request = queue.poll()) {
            request.fail("the node is closed");
        }
    }
}
