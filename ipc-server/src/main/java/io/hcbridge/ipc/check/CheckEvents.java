/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import io.hcbridge.ipc.check.CheckEvent.Added;
import io.hcbridge.ipc.check.CheckEvent.Changed;
import io.hcbridge.ipc.check.CheckEvent.Removed;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Passes the events of a registry to its log and to its listeners. Thread-safe. */
final class CheckEvents implements Consumer<CheckEvent> {
    private static final int MAX_LISTENERS = 100;

    private final Executor threads;
    private final EventQueue log;
    private final Map<CheckListener, EventQueue> listeners = new ConcurrentHashMap<>();

    CheckEvents(Executor threads) {
        this.threads = threads;
        this.log = new EventQueue(CheckLog::write, threads);
    }

    @Override
    public void accept(CheckEvent event) {
        log.add(event);
        listeners.values().forEach(queue -> queue.add(event));
    }

    void add(CheckListener listener) {
        if (listeners.size() >= MAX_LISTENERS) {
            throw new IllegalStateException("a registry has at most " + MAX_LISTENERS + " listeners");
        }
        listeners.putIfAbsent(listener, new EventQueue(event -> deliver(event, listener), threads));
    }

    void remove(CheckListener listener) {
        listeners.remove(listener);
    }

    private void deliver(CheckEvent event, CheckListener listener) {
        if (!listeners.containsKey(listener)) {
            return;
        }
        if (event instanceof Changed changed) {
            listener.changed(changed.before(), changed.after());
        } else if (event instanceof Added added) {
            listener.added(added.state());
        } else if (event instanceof Removed removed) {
            listener.removed(removed.state());
        }
    }
}
