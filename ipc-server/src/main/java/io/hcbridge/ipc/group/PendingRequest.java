/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.Deadline;
import io.hcbridge.protocol.group.GroupPacket;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request whose caller waits. It ends once: with a response, with an error, or at its deadline. Thread-safe. */
final class PendingRequest {
    private final byte[] payload;
    private final String id;
    private final Deadline deadline;
    private final CountDownLatch ended = new CountDownLatch(1);

    // Guarded by this.
    private GroupPacket.@Nullable Response response;
    private @Nullable String failure;
    private boolean isOver;
    private boolean wasSent;
    /** What the request waits for; the error at the deadline. */
    private String progress = "it waited for earlier requests of this node";

    PendingRequest(byte[] payload, String id, Deadline deadline) {
        this.payload = payload;
        this.id = id;
        this.deadline = deadline;
    }

    Deadline deadline() {
        return deadline;
    }

    synchronized boolean isOver() {
        return isOver || deadline.isOver();
    }

    /**
     * Returns the packet, and notes that a master may receive it from now on. Only a master of this project receives the id and whether
     * the request is repeated.
     */
    synchronized GroupPacket.Request toSend(boolean withId) {
        GroupPacket.Request packet = new GroupPacket.Request(payload, withId ? id : "", withId && wasSent);
        wasSent = true;
        progress = "the master has not responded; the request may have been executed";
        return packet;
    }

    /** Notes that the request cannot be sent now. */
    synchronized void delayed(String problem) {
        progress = problem + (wasSent ? "; an earlier master ended and may have executed the request" : "");
    }

    void complete(GroupPacket.Response received) {
        end(received, null);
    }

    /** Ends the request without a response. */
    void fail(String problem) {
        end(null, problem);
    }

    /**
     * Waits for the end.
     *
     * @throws GroupException if the handler failed
     * @throws IOException if there is no response; the message states why, and whether the request may have been executed
     */
    byte[] await(String group) throws IOException, GroupException, InterruptedException {
        boolean isInTime;
        try {
            isInTime = ended.await(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            fail("the caller was interrupted");
            throw e;
        }
        if (!isInTime) {
            fail("no response in time: " + progress());
        }
        return result(group);
    }

    private synchronized String progress() {
        return progress;
    }

    private synchronized void end(GroupPacket.@Nullable Response received, @Nullable String problem) {
        if (!isOver) {
            isOver = true;
            response = received;
            failure = problem;
            ended.countDown();
        }
    }

    private synchronized byte[] result(String group) throws IOException, GroupException {
        if (response == null) {
            throw new IOException("request to group " + group + " failed: " + failure);
        }
        if (!response.error().isEmpty()) {
            throw new GroupException(response.error());
        }
        return response.payload();
    }
}
