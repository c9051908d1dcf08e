/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import io.netty.channel.IoHandle;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registration of one channel with {@link DeferredInterest}. Changed only on the event loop. Calls from other threads are moved to it.
 */
final class DeferredRegistration implements IoRegistration {
    private static final Logger LOG = LoggerFactory.getLogger(DeferredRegistration.class);

    private final IoHandle handle;
    private final IoRegistration epoll;
    private final ThreadAwareExecutor loop;
    private final List<DeferredRegistration> changed;
    private final List<DeferredRegistration> cancelled;

    private @Nullable IoOps wanted;
    private @Nullable IoOps submitted;
    private boolean isQueued;
    private boolean isValid = true;

    /**
     * @param changed list to which this registration adds itself when its interest changes
     * @param cancelled list to which this registration adds itself when it is cancelled
     */
    DeferredRegistration(
            IoHandle handle,
            IoRegistration epoll,
            ThreadAwareExecutor loop,
            List<DeferredRegistration> changed,
            List<DeferredRegistration> cancelled) {
        this.handle = handle;
        this.epoll = epoll;
        this.loop = loop;
        this.changed = changed;
        this.cancelled = cancelled;
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // Netty's interface has it
    public <T> T attachment() {
        return epoll.attachment();
    }

    @Override
    public long submit(IoOps ops) {
        onLoop(() -> change(ops));
        // Epoll's channels ignore the result.
        return 0;
    }

    private void change(IoOps ops) {
        wanted = ops;
        if (!isQueued) {
            isQueued = true;
            changed.add(this);
        }
    }

    @Override
    public synchronized boolean isValid() {
        return isValid;
    }

    @Override
    public boolean cancel() {
        synchronized (this) {
            if (!isValid) {
                return false;
            }
            isValid = false;
        }
        onLoop(() -> cancelled.add(this));
        return true;
    }

    /** Submits the latest interest to epoll if it differs from the last submitted one. */
    void submitChange() {
        isQueued = false;
        if (isValid() && wanted != null && !wanted.equals(submitted)) {
            submitted = wanted;
            submitOrClose(wanted);
        }
    }

    /** Cancels the registration with epoll. The socket is usually closed by now, which has removed it from epoll. */
    void completeCancellation() {
        epoll.cancel();
    }

    /** Submits the interest. Closes the socket if epoll rejects it, because the socket would never get an event. */
    private void submitOrClose(IoOps ops) {
        try {
            epoll.submit(ops);
        } catch (RuntimeException e) {
            LOG.error("event loop: epoll rejected a socket; closing it", e);
            try {
                handle.close();
            } catch (Exception f) {
                LOG.error("event loop: cannot close a socket", f);
            }
        }
    }

    private void onLoop(Runnable action) {
        if (loop.isExecutorThread(Thread.currentThread())) {
            action.run();
        } else {
            loop.execute(action);
        }
    }
}
