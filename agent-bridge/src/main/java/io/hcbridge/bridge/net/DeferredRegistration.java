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

/** One channel's registration of {@link DeferredInterest}. Changed on the event loop; calls from other threads are passed to it. */
final class DeferredRegistration implements IoRegistration {
    private static final Logger LOG = LoggerFactory.getLogger(DeferredRegistration.class);

    private final IoHandle handle;
    private final IoRegistration epoll;
    private final ThreadAwareExecutor loop;
    private final List<DeferredRegistration> changed;
    private final List<DeferredRegistration> cancelled;

    private @Nullable IoOps wanted;
    private @Nullable IoOps passedOn;
    private boolean isListed;
    private boolean isValid = true;

    /**
     * @param changed gets this when its interest has changed
     * @param cancelled gets this when it was cancelled
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
        // Epoll's channels do not use the number.
        return 0;
    }

    private void change(IoOps ops) {
        wanted = ops;
        if (!isListed) {
            isListed = true;
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

    /** Tells epoll the last of the changes, if it is not what epoll knows. */
    void passOn() {
        isListed = false;
        if (isValid() && wanted != null && !wanted.equals(passedOn)) {
            passedOn = wanted;
            submitOrClose(wanted);
        }
    }

    /** By now the socket is closed as a rule, which took it out of epoll. */
    void completeCancellation() {
        epoll.cancel();
    }

    /** No event would ever come of what epoll does not take. */
    private void submitOrClose(IoOps ops) {
        try {
            epoll.submit(ops);
        } catch (RuntimeException e) {
            LOG.error("event loop: epoll does not take a socket, which is closed", e);
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
