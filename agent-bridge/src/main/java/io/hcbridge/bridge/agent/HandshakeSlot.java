/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.net.LoopTasks;
import io.netty.channel.Channel;
import java.util.concurrent.Executor;

/**
 * One of the open handshakes. It counts until it has ended and none of its computations is queued, so that clients that leave at once
 * cannot fill the queue. Computations of a closed connection are skipped. Belongs to the event loop.
 */
final class HandshakeSlot implements Executor {
    private final HandshakeLimit limit;
    private final Channel channel;
    private final Executor worker;

    private int queued;
    private boolean isEnded;
    private boolean isFree;

    private HandshakeSlot(HandshakeLimit limit, Channel channel, Executor worker) {
        this.limit = limit;
        this.channel = channel;
        this.worker = worker;
    }

    /** Takes a slot, which a closed channel gives back by itself. */
    static HandshakeSlot take(HandshakeLimit limit, Channel channel, Executor worker) {
        limit.opened();
        HandshakeSlot slot = new HandshakeSlot(limit, channel, worker);
        channel.closeFuture().addListener(closed -> slot.end());
        return slot;
    }

    /** Runs a computation of the handshake on the worker. */
    @Override
    public void execute(Runnable computation) {
        worker.execute(() -> {
            try {
                if (channel.isOpen()) {
                    computation.run();
                }
            } finally {
                LoopTasks.execute(channel.eventLoop(), this::dequeued);
            }
        });
        queued++;
    }

    /** The handshake has succeeded or the connection is closed. */
    void end() {
        isEnded = true;
        freeIfDone();
    }

    private void dequeued() {
        queued--;
        freeIfDone();
    }

    private void freeIfDone() {
        if (isEnded && queued == 0 && !isFree) {
            isFree = true;
            limit.ended();
        }
    }
}
