/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/** Delivers what the kernel already holds for a channel before something is decided. */
public interface LastLook {
    /**
     * Reads what has arrived, as events of the channel's pipeline, then runs {@code then} on the event loop. To be called on the event
     * loop.
     */
    void before(Channel channel, Runnable then);

    /** Waits until the loop has polled once more: all channels with something to read are read in that poll. */
    static LastLook byPolling() {
        // A timer that is set by a task is run in the next turn of the loop, after its poll.
        return (channel, then) -> {
            EventLoop loop = channel.eventLoop();
            loop.execute(() -> loop.schedule(then, 0, TimeUnit.MILLISECONDS));
        };
    }
}
