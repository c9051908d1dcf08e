/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.internal.lock.ElectionLock;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of one candidate in the election. The candidate that holds the lock is the master.
 *
 * <pre>
 * WAITING --lock acquired, socket opened--> MASTER --lock file replaced, or socket lost--> WAITING
 * </pre>
 *
 * <p>The socket is opened after the lock is acquired, and closed before it is released, so two masters never serve at the same time. It has
 * no thread and no clock; {@link #step} is called every 100 ms. A test explores all orders of steps of several candidates. Thread-safe.
 */
final class Election {
    /** The files of the group. */
    interface Ports {
        Optional<ElectionLock> tryAcquire() throws IOException;

        /** Opens the socket. Called only while the lock is held. */
        Tenure open() throws IOException;
    }

    /** A change that listeners must learn. */
    record Change(GroupEvent event, String detail) {}

    private final Ports ports;

    // Guarded by this. Both are null or both are not.
    private @Nullable ElectionLock lock;
    private @Nullable Tenure tenure;

    private boolean isClosed;
    /** The last problem, so that it is reported once and not with each attempt. */
    private String problem = "";

    Election(Ports ports) {
        this.ports = ports;
    }

    synchronized boolean isMaster() {
        return tenure != null;
    }

    /** Tries to become the master, or checks that this candidate still is. Returns what has changed. */
    synchronized List<Change> step() {
        if (isClosed) {
            return List.of();
        }
        return lock != null && tenure != null ? reign(lock, tenure) : compete();
    }

    /** Ends the candidacy, and releases the lock at once. Returns what has changed. */
    synchronized List<Change> close() {
        isClosed = true;
        return lock != null && tenure != null ? end(lock, tenure, "the node closes") : List.of();
    }

    private List<Change> compete() {
        try {
            Optional<ElectionLock> acquired = ports.tryAcquire();
            if (acquired.isPresent()) {
                tenure = open(acquired.get());
                lock = acquired.get();
                problem = "";
                return List.of(new Change(GroupEvent.ELECTED, ""));
            }
            problem = "";
            return List.of();
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            boolean isNew = !problem.equals(message);
            problem = message;
            return isNew ? List.of(new Change(GroupEvent.OBSTRUCTED, message)) : List.of();
        }
    }

    private Tenure open(ElectionLock acquired) throws IOException {
        try {
            return ports.open();
        } catch (IOException | RuntimeException | Error e) {
            // Another candidate may have more success.
            acquired.close();
            throw e;
        }
    }

    private List<Change> reign(ElectionLock held, Tenure current) {
        try {
            if (held.isReplaced()) {
                return end(held, current, "the lock file was removed or replaced by another program");
            }
            return current.maintain() ? List.of(new Change(GroupEvent.RESTORED, "")) : List.of();
        } catch (IOException e) {
            return end(held, current, String.valueOf(e.getMessage()));
        }
    }

    private List<Change> end(ElectionLock held, Tenure current, String reason) {
        tenure = null;
        lock = null;
        try (held) {
            current.close();
        } catch (IOException e) {
            return List.of(new Change(GroupEvent.DEPOSED, reason + "; closing the socket failed: " + e.getMessage()));
        }
        return List.of(new Change(GroupEvent.DEPOSED, reason));
    }
}
