/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.internal.ErrorText;
import io.hcbridge.ipc.internal.SafeLog;
import io.hcbridge.ipc.internal.transport.Connection;
import io.hcbridge.protocol.group.GroupPacket;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** One request and its response: the handler's result, or an error after the handler's time limit. Thread-safe. */
final class GroupExchange {
    private static final byte[] NOTHING = new byte[0];
    private static final int MAX_ERROR_CHARACTERS = 1000;

    private final GroupRequest request;
    private final Connection connection;
    private final GroupWork work;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final FutureTask<?> task = new FutureTask<>(this::run, null);
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.QUEUED);

    private enum Phase {
        QUEUED,
        RUNNING,
        /** The client was told that the request was not executed. */
        NEVER
    }

    GroupExchange(GroupRequest request, Connection connection, GroupWork work) {
        this.request = request;
        this.connection = connection;
        this.work = work;
    }

    void start() {
        work.start(task);
    }

    /** Sends an error and interrupts the handler. Has no effect if the response was already sent. */
    void expire() {
        String limit = work.timeout().toMillis() + " ms";
        String problem = phase.compareAndSet(Phase.QUEUED, Phase.NEVER)
                ? "the master's handler was busy for " + limit + "; the request was not executed"
                : "the master's handler timed out after " + limit;
        if (fail(problem)) {
            work.cancel(task);
            SafeLog.warn(GroupExchange.class, "group: " + problem, null);
        }
    }

    private void run() {
        if (!phase.compareAndSet(Phase.QUEUED, Phase.RUNNING)) {
            return;
        }
        try {
            byte[] payload = work.handler().handle(request);
            if (payload.length <= GroupPacket.MAX_PAYLOAD_BYTES) {
                respond(new GroupPacket.Response("", payload));
            } else {
                fail("response length: " + payload.length + " bytes must be at most " + GroupPacket.MAX_PAYLOAD_BYTES);
            }
        } catch (GroupException e) {
            fail(ErrorText.of(e));
        } catch (Throwable e) {
            // After an interrupt by expire(), the client has already received an error. When the node closes, nobody
            // waits for one.
            if (fail("the master's handler failed: " + ErrorText.of(e)) && !work.isClosed()) {
                SafeLog.warn(GroupExchange.class, "group: the handler failed", e);
            }
        }
    }

    private boolean fail(String problem) {
        int length = Math.min(problem.length(), MAX_ERROR_CHARACTERS);
        return respond(new GroupPacket.Response(problem.substring(0, length), NOTHING));
    }

    /** Sends the response. Returns false if one was already sent. */
    private boolean respond(GroupPacket.Response response) {
        if (!answered.compareAndSet(false, true)) {
            return false;
        }
        connection.send(response.frame());
        return true;
    }
}
