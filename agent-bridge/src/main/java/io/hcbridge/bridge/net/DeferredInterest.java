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
 * An I/O handler that saves system calls. It collects the changes of the channels' interest and submits them to epoll before the loop
 * waits. Several changes in one turn become one system call. A socket that was closed in the meantime needs none. The bridge also works
 * without this handler. Belongs to its event loop.
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

    /** Returns a factory that wraps each handler created by {@code epoll}. */
    static IoHandlerFactory over(IoHandlerFactory epoll) {
        return loop -> new DeferredInterest(epoll.newHandler(loop), loop);
    }

    @Override
    public int run(IoHandlerContext context) {
        submitChanges();
        return epoll.run(context);
    }

    /**
     * Registers a channel. Cancellations are completed first, because the kernel may reuse the number of a closed descriptor for the new
     * one.
     */
    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        completeCancellations();
        return new DeferredRegistration(handle, epoll.register(handle), loop, changed, cancelled);
    }

    private void submitChanges() {
        completeCancellations();
        // Loops by index, because a channel may add to the lists. This happens when epoll rejects its interest and it
        // is closed.
        for (int i = 0; i < changed.size(); i++) {
            changed.get(i).submitChange();
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
