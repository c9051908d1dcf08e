/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.ArrayList;
import java.util.List;

/**
 * An optional saving of system calls: passes on to epoll what channels wait for only before the loop waits, so that several changes of
 * one turn become one call, or none for a socket that was closed meanwhile. Belongs to its event loop.
 */
final class DeferredInterest implements IoHandler {
    private final IoHandler epoll;
    private final ThreadAwareExecutor loop;
    private final List<DeferredRegistration> changed = new ArrayList<>();
    private final List<DeferredRegistration> cancelled = new ArrayList<>();

    private DeferredInterest(IoHandler epoll, ThreadAwareExecutor loop) {
        this.epoll = epoll;
        this.loop = loop;
    }

    /** Wraps each handler that {@code epoll} makes. */
    static IoHandlerFactory over(IoHandlerFactory epoll) {
        return loop -> new DeferredInterest(epoll.newHandler(loop), loop);
    }

    @Override
    public int run(IoHandlerContext context) {
        passOn();
        return epoll.run(context);
    }

    /** First completes cancellations: the number of a closed descriptor may be that of the new one. */
    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        completeCancellations();
        return new DeferredRegistration(handle, epoll.register(handle), loop, changed, cancelled);
    }

    private void passOn() {
        completeCancellations();
        // By index: a channel that is closed because epoll does not take its interest may add to the lists.
        for (int i = 0; i < changed.size(); i++) {
            changed.get(i).passOn();
        }
        changed.clear();
    }

    private void completeCancellations() {
        for (int i = 0; i < cancelled.size(); i++) {
            cancelled.get(i).completeCancellation();
        }
        cancelled.clear();
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        completeCancellations();
        epoll.destroy();
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return epoll.isCompatible(handleType);
    }
}
